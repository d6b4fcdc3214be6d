import OAuthRegistration
import StrictJSON
import Testing

@testable import RollcallCore

/// One thing to do about a call that was refused.
struct RefusalHintTests {
    @Test func eachRefusalHasAHintThatFitsIt() {
        let rows: [(RegistrationOperation, status: Int, error: JSONString?, profile: ServerProfile, hint: String)] = [
            (.update, 405, nil, .generic, "rollcall apply --replace web"),
            (.update, 501, nil, .generic, "rollcall apply --replace web"),
            (.update, 401, "invalid_token", .generic, "rollcall drift web"), (.update, 400, "no", .authlib, "rollcall drift web"),
            (.update, 400, "no", .generic, "ask who runs the server"), (.update, 404, nil, .generic, "rollcall drift web"),
            (.update, 403, "insufficient_scope", .keycloak, "a policy is in the way"),
            (.update, 400, "invalid_client_metadata", .authlib, "correct the metadata"),
            (.delete, 401, nil, .generic, "rollcall import web --server demo --token-env NAME"),
            (.delete, 400, "access_denied", .generic, "rollcall forget web"),
            (.delete, 400, "no", .canaille, "rollcall forget web"),
            (.delete, 403, nil, .generic, "which policy"), (.delete, 404, nil, .generic, "rollcall forget web"),
            (.delete, 405, nil, .generic, "the server deletes no client"),
            (.delete, 409, nil, .generic, "ask who runs the server"),
            (.register, 503, nil, .generic, "wait"), (.register, 429, nil, .generic, "wait"),
            (.register, 404, nil, .generic, "rollcall discover demo"), (.register, 302, nil, .generic, "redirects"),
            (.register, 401, nil, .generic, "initial_access_token"), (.register, 422, nil, .generic, "ask who runs the server"),
            (.register, 400, "no", .canaille, "ask who runs the server"),
            (.register, 400, "invalid_redirect_uri", .canaille, "correct redirect_uris"),
        ]
        for (operation, status, error, profile, hint) in rows {
            let refusal = Refusal(status: status, error: error, shape: error == nil ? .empty : .oauth)
            let text = refusal.hint(operation, "web", at: "demo", profile)
            #expect(text.contains(hint), "\(operation) \(status): \(text)")
        }
    }
}
