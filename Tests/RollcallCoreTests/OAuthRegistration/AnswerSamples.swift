/// The answers of real servers, as they came; credentials in them are published or made up.
enum AnswerSamples {
    /// The Kodjin onboarding page's answer to a registration, word for word. Its `registration_client_uri` is http although it came over https.
    static let kodjin = #"""
        {
            "redirect_uris": [],
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": [
                "authorization_code",
                "refresh_token"
            ],
            "response_types": [
                "code",
                "none"
            ],
            "client_id": "a7c00c9e-a3c5-df52-a8eb-321dcafs97c9",
            "client_secret": "abaV5d46dn8U0ylx0vRJ1HktXXHBbrj8",
            "client_name": "my-app",
            "scope": "patient/Medication.read patient/CareTeam.read patient/PractitionerRole.read online_access patient/Immunization.read user/Practitioner.read patient/DocumentReference.read patient/Procedure.read fhirUser patient/MedicationDispense.read patient/Provenance.read offline_access patient/Condition.read user/PractitionerRole.read patient/CarePlan.read patient/Practitioner.read patient/Goal.read profile user/*.write user/*.read patient/ExplanationOfBenefit.read patient/AllergyIntolerance.read user/Organization.read user/*.* patient/RelatedPerson.read patient/MedicationRequest.read patient/Device.read patient/DiagnosticReport.read patient/Patient.read patient/*.read patient/Location.read patient/Observation.read user/Device.read patient/Organization.read patient/Encounter.read",
            "subject_type": "public",
            "request_uris": [],
            "tls_client_certificate_bound_access_tokens": false,
            "client_id_issued_at": 1666563023,
            "client_secret_expires_at": 0,
            "registration_client_uri": "http://demo.kodjin.com/auth/realms/fhir/clients-registrations/openid-connect/a7c00c9e-a3c5-df52-a8eb-321dcafs97c9",
            "registration_access_token": "eyJhbGciOiJIUzI1NiIsInR5cCIgOiAiSldUIiwia2lkIiA6ICI3ZDUyMzUxYS1mMzIyLTRjNmMtYTI1OC1lYTVlZTdjZWRiYWEifQ.eyJleHAiOjAsImlhdCI6MTY2NjU2MzAyMywianRpIjoiYjYyOGI5MTgtZDlhMS00M2Q0LWEwZmItMTM2Njg2NjNiMmNkIiwiaXNzIjoiaHR0cHM6Ly9zYW5kYm94LmZoaXIuZWxhdGlvbmVtci5jb20vYXV0aC9yZWFsbXMvZmhpciIsImF1ZCI6Imh0dHBzOi8vc2FuZGJveC5maGlyLmVsYXRpb25lbXIuY29tL2F1dGgvcmVhbG1zL2ZoaXIiLCJ0eXAiOiJSZWdpc3RyYXRpb25BY2Nlc3NUb2tlbiIsInJlZ2lzdHJhdGlvbl9hdXRoIjoiYXV0aGVudGljYXRlZCJ9.b_7s9StOOCKfeML-uui9TVgg465nyp4WtHm2egm8fro",
            "backchannel_logout_session_required": false,
            "require_pushed_authorization_requests": false
        }
        """#

    /// The onboarding page's initial access token.
    static let kodjinInitialAccessToken =
        "eyJhsGciOiJIUzI1NiIsInR5cCIgOiAiSldUIiwia2lkIiA6ICI3ZDUyMzUxYS1mMzIyLTRjNmMtYTI1OC1lYTVlZTdjZWRiYWEifQ.eyJleHAiOjAsImlhdCI6MTY2NjU2MzcyOCwianRpIjoiNTk1OWE5OGMtMzQzYy00NzBmLWJmMTktMGJkNDdkZTIyZmYzIiwiaXNzIjoiaHR0cHM6Ly9zYW5kYm94LmZoaXIuZWxhdGlvbmVtci5jb20vYXV0aC9yZfFsbXMvZmhpciIsImF1ZCI6Imh0dHBzOi8vc2FuZGJveC5maGlyLmVsYXRpb25lbXIuY29tL2F1dGgvcmVhbG1zL2ZoaXIiLCJ0eXAiOiJJbml0aWFsQWNjZXNzVG9rZW4ifQ.hEC16yxDN0JTcEU83mi5pffk6sPuZ8dsbhttEoAoNhI"

    /// Authlib 1.9.9.
    static let authlib = #"""
        {"redirect_uris": ["https://client.example.com/callback"], "token_endpoint_auth_method": "client_secret_basic", "client_name": "My Application", "logo_uri": "https://client.example.org/logo.png", "contacts": ["admin@client.example.org"], "application_type": "web", "id_token_signed_response_alg": "RS256", "require_auth_time": false, "client_id": "lXh22", "client_secret": "e6e21d", "client_id_issued_at": 1795458018, "client_secret_expires_at": 0, "registration_client_uri": "http://127.0.0.1:18104/register/lXh22", "registration_access_token": "kY_5X"}
        """#

    /// Django OAuth Toolkit, to a registration: a secret without its expiry.
    static let djangoRegistered = #"""
        {"client_id": "ILh7", "redirect_uris": ["https://client.example.com/callback"], "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "client_secret_basic", "client_name": "My Application", "client_secret": "s3cret", "registration_access_token": "token", "registration_client_uri": "http://127.0.0.1:18102/register/ILh7/"}
        """#

    /// Django OAuth Toolkit, to a read: no secret.
    static let djangoRead = #"""
        {"client_id": "ILh7", "redirect_uris": ["https://client.example.com/callback"], "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "client_secret_basic", "client_name": "My Application", "registration_access_token": "token", "registration_client_uri": "http://127.0.0.1:18102/register/ILh7/"}
        """#

    /// The Python MCP SDK: no management.
    static let mcp = #"""
        {"redirect_uris":["https://client.example.com/callback"],"token_endpoint_auth_method":"client_secret_basic","grant_types":["authorization_code","refresh_token"],"response_types":["code"],"scope":"read","client_name":"My Application","application_type":"native","client_id":"1233c2c2","client_secret":"5f1c","client_id_issued_at":1795458000,"client_secret_expires_at":0}
        """#

    /// Canaille 0.3.6, to a read: unset members are null or empty.
    static let canailleRead = #"""
        {"client_id": "7c60", "client_secret": "s", "client_secret_expires_at": 0, "jwks": null, "grant_types": null, "contacts": [], "scope": "", "registration_access_token": "t", "registration_client_uri": "http://127.0.0.1:18101/oauth/register/7c60"}
        """#
}
