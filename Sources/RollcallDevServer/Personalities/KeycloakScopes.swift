import StrictJSON

/// The client scopes of the embedded realm: those that the page for Kodjin's developers shows.
enum KeycloakScopes {
    /// In the order in which they are shown, which is not the order in which they were asked for.
    static let realm: [JSONString] = [
        "patient/Medication.read", "patient/CareTeam.read", "patient/PractitionerRole.read", "online_access",
        "patient/Immunization.read", "user/Practitioner.read", "patient/DocumentReference.read", "patient/Procedure.read",
        "fhirUser", "patient/MedicationDispense.read", "patient/Provenance.read", "offline_access", "patient/Condition.read",
        "user/PractitionerRole.read", "patient/CarePlan.read", "patient/Practitioner.read", "patient/Goal.read", "profile",
        "user/*.write", "user/*.read", "patient/ExplanationOfBenefit.read", "patient/AllergyIntolerance.read",
        "user/Organization.read", "user/*.*", "patient/RelatedPerson.read", "patient/MedicationRequest.read",
        "patient/Device.read", "patient/DiagnosticReport.read", "patient/Patient.read", "patient/*.read",
        "patient/Location.read", "patient/Observation.read", "user/Device.read", "patient/Organization.read",
        "patient/Encounter.read",
    ]

    /// ClientScopesClientRegistrationPolicy: one word that is no client scope of the realm refuses the request. `openid` is
    /// none.
    static func check(_ scope: JSONValue?) throws(RequestRefusal) {
        guard words(scope).allSatisfy(realm.contains) else {
            throw RequestRefusal(
                403, "insufficient_scope",
                "Policy 'Allowed Client Scopes' rejected request to client-registration service. "
                    + "Details: Not permitted to use specified clientScope")
        }
    }

    /// Without any asked for, all of the realm's optional ones.
    static func shown(_ kept: JSONValue?) -> JSONValue {
        let asked = words(kept)
        let granted = kept == nil ? realm : realm.filter(asked.contains)
        return .string(granted.map(\.text).joined(separator: " "))
    }

    private static func words(_ scope: JSONValue?) -> [JSONString] {
        scope?.string?.utf8.split(separator: UInt8(ascii: " ")).compactMap(JSONString.init(validating:)) ?? []
    }
}
