import OAuthRegistration
import RollcallCore
import StrictJSON
import Testing

/// What is to be done about one client, and why. Each row is a scene, what is different in it, and the plan it makes.
struct PlannerTests {
    typealias Row = (name: String, change: (inout Scene) -> Void, story: [String])

    private func check(_ rows: [Row]) {
        for row in rows {
            var scene = Scene()
            row.change(&scene)
            #expect(scene.story == row.story, "\(row.name)")
        }
    }

    @Test func everyActionHasItsReason() {
        check([
            ("nothing is different", { _ in }, []),
            ("declared only", { $0.clients.append(Scene.declared("app")) }, ["app register not_recorded demo"]),
            ("no state at all", { $0.state = nil }, ["web register not_recorded demo"]),
            (
                "edited", { $0.clients[0].metadata["client_name"] = "Site" },
                ["web update fields_differ demo (client_name edited)"]
            ),
            (
                "a field more, and one less",
                { $0.clients = [Scene.declared("web", ["redirect_uris": Scene.callback, "scope": "openid"])] },
                ["web update fields_differ demo (client_name edited) (scope edited)"]
            ),
            ("a default declared", { $0.clients[0].metadata["grant_types"] = ["authorization_code"] }, []),
            ("to be replaced", { $0.options.replace = ["web"] }, ["web replace replace_requested demo"]),
            (
                "to be replaced, and edited",
                {
                    $0.options.replace = ["web"]
                    $0.clients[0].metadata["client_name"] = "Site"
                }, ["web replace replace_requested demo (client_name edited)"]
            ),
            ("at another server", { $0.clients[0].server = "other" }, ["web replace server_changed other"]),
            ("not declared", { $0.clients = [] }, ["web delete not_declared demo"]),
            ("destroyed, though declared", { $0.options.destroy = true }, ["web delete destroyed demo"]),
            (
                "forgotten",
                {
                    $0.clients = []
                    $0.project.forgotten = ["web", "unknown"]
                }, ["web forget forgotten demo"]
            ),
            (
                "destroyed, though to be forgotten",
                {
                    $0.project.forgotten = ["web"]
                    $0.options.destroy = true
                }, ["web delete destroyed demo"]
            ),
            ("other tags", { $0.clients[0].tags = ["team": "x"] }, ["web record record_differs demo"]),
            ("protected", { $0.clients[0].protect = true }, ["web record record_differs demo"]),
            ("drift to be ignored", { $0.clients[0].ignore = ["scope"] }, []),
            (
                "moved",
                {
                    $0.clients = [Scene.declared("site")]
                    $0.project.moved = [Project.Move(from: "web", to: "site")]
                }, ["site record record_differs demo from web"]
            ),
            (
                "moved and edited",
                {
                    $0.clients = [Scene.declared("site", ["client_name": "Site"])]
                    $0.project.moved = [Project.Move(from: "web", to: "site")]
                }, ["site update fields_differ demo from web (client_name edited) (redirect_uris edited)"]
            ),
        ])
    }

    @Test func whatCannotBeDoneIsBlockedAndSaysWhy() {
        let edit: (inout Scene) -> Void = { $0.clients[0].metadata["client_name"] = "Site" }
        let blocked = "web blocked unmanaged demo (client_name edited)"
        check([
            (
                "no address",
                {
                    edit(&$0); $0.state?["web"]?.registrationClientURI = nil
                }, [blocked]
            ),
            (
                "no token",
                {
                    edit(&$0); $0.state?["web"]?.credentials = Credentials()
                }, [blocked]
            ),
            (
                "an address at another origin",
                {
                    edit(&$0); $0.state?["web"]?.registrationClientURI = "https://elsewhere.example.com/x"
                }, [blocked]
            ),
            (
                "a server without RFC 7592",
                {
                    edit(&$0); $0.project.servers["demo"]?.profile = "register_only"
                }, [blocked]
            ),
            (
                "a server that gave another client neither",
                {
                    edit(&$0); $0.state?.servers["demo"]?.learned.manages = false
                }, ["web update fields_differ demo (client_name edited)"]
            ),
            ("nothing to update there", { $0.state?["web"]?.credentials = Credentials() }, []),
            (
                "nothing to delete it with",
                {
                    $0.clients = []; $0.state?["web"]?.credentials = Credentials()
                },
                ["web blocked unmanaged demo"]
            ),
            (
                "a server that can only be read",
                {
                    edit(&$0); $0.project.servers["demo"]?.profile = "spring"
                }, ["web blocked not_updatable demo (client_name edited)"]
            ),
            (
                "a server that has refused a PUT",
                {
                    edit(&$0); $0.state?.servers["demo"]?.learned.updates = false
                }, ["web blocked not_updatable demo (client_name edited)"]
            ),
            (
                "no longer declared at a server without DELETE, of which only state knows",
                {
                    $0.clients = []; $0.project.servers["demo"] = nil; $0.state?.servers["demo"]?.profile = "ours"
                    $0.state?.servers["demo"]?.declaredFacts = ["methods": ["GET", "PUT"]]
                },
                ["web blocked not_deletable demo"]
            ),
            (
                "a server whose reads and updates bring new secrets; what a read has brought, who has read it tells",
                {
                    edit(&$0); $0.project.servers["demo"]?.profile = "curity"
                    $0.state?["web"]?.credentials.clientSecret = .plain(Secret("secret"))
                    $0.observations["web"] = .present(ClientMetadata(Scene.metadata))
                }, ["web update fields_differ demo (client_name edited)", "RC2040 "]
            ),
            (
                "a server that has brought a new secret with an update",
                {
                    edit(&$0); $0.state?.servers["demo"]?.learned.newSecretOnUpdate = true
                    $0.state?["web"]?.credentials.clientSecret = .plain(Secret("secret"))
                }, ["web update fields_differ demo (client_name edited)", "RC2040 "]
            ),
            (
                "a client without a secret there",
                {
                    edit(&$0); $0.state?.servers["demo"]?.learned.newSecretOnUpdate = true
                },
                ["web update fields_differ demo (client_name edited)"]
            ),
            (
                "no longer declared at a server without DELETE",
                {
                    $0.clients = []; $0.state?.servers["demo"]?.learned.deletes = false
                },
                ["web blocked not_deletable demo"]
            ),
            (
                "replaced there",
                {
                    $0.state?.servers["demo"]?.learned.deletes = false; $0.options.replace = ["web"]
                },
                ["web replace replace_requested demo", "web nothing former_remains demo"]
            ),
            (
                "a replace needs no old address; what it leaves is said",
                {
                    $0.state?["web"]?.credentials = Credentials(); $0.options.replace = ["web"]
                },
                ["web replace replace_requested demo", "web nothing former_remains demo"]
            ),
            (
                "in doubt",
                {
                    $0.doubt("web", .update); $0.options.replace = ["web"]
                }, ["web blocked in_doubt demo"]
            ),
            (
                "in doubt, no longer declared",
                {
                    $0.doubt("web", .delete); $0.clients = []
                }, ["web blocked in_doubt demo"]
            ),
            ("in doubt, never recorded", { $0.doubt("app", .register) }, ["app blocked in_doubt demo"]),
            (
                "in doubt under its former label",
                {
                    $0.doubt("web", .update); $0.move("web", to: "site")
                },
                ["site blocked in_doubt demo from web"]
            ),
            ("a read in doubt", { $0.doubt("web", .read) }, []),
            ("unreadable", { $0.observations["web"] = .unreadable(.noAnswer("timed out")) }, ["web blocked unreadable demo"]),
            (
                "gone for good", { $0.observations["web"] = .unreadable(.refused(Refusal(status: 410, shape: .empty))) },
                ["web blocked gone demo"]
            ),
            (
                "an administrator is told that it is gone",
                {
                    $0.project.servers["demo"]?.manageWith = .accessToken
                    $0.observations["web"] = .unreadable(.refused(Refusal(status: 404, shape: .empty)))
                },
                ["web blocked gone demo"]
            ),
            (
                "nothing is at its address",
                { $0.observations["web"] = .unreadable(.refused(Refusal(status: 404, shape: .empty))) },
                ["web blocked unreadable demo"]
            ),
            (
                "unreadable, and no longer declared",
                {
                    $0.observations["web"] = .unreadable(.inDoubt); $0.clients = []
                },
                ["web blocked unreadable demo"]
            ),
            (
                "not to be read",
                {
                    edit(&$0); $0.observations["web"] = .unreadable(.unmanaged)
                },
                ["web update fields_differ demo (client_name edited)"]
            ),
            (
                "a member that the server answers with 400",
                {
                    $0.project.servers["demo"]?.profile = "keycloak"; $0.clients[0].metadata["vendor"] = 1
                },
                ["web blocked refused_by_server demo (vendor edited)"]
            ),
            (
                "such a member of a new client",
                {
                    $0.project.servers["demo"]?.profile = "keycloak"
                    $0.clients.append(Scene.declared("app", ["vendor": 1]))
                }, ["app blocked refused_by_server demo (vendor edited)"]
            ),
        ])
    }

    /// A server that is known to keep a field is asked all the same to leave it out, and nothing else waits for that: what one client
    /// could not get rid of says little of the next.
    @Test func whatTheServerKeepsStopsNothing() {
        let keep: (inout Scene) -> Void = {
            $0.clients[0].metadata["client_name"] = nil
            $0.state?.servers["demo"]?.learned.clearing["client_name"] = .impossible
        }
        check([
            ("nothing else", keep, ["web update fields_differ demo (client_name edited)"]),
            (
                "beside an edit",
                {
                    keep(&$0); $0.clients[0].metadata["scope"] = "openid"
                }, ["web update fields_differ demo (client_name edited) (scope edited)"]
            ),
            (
                "gone all the same",
                {
                    keep(&$0); $0.observe(["redirect_uris": Scene.callback])
                }, ["web record record_differs demo (client_name edited)"]
            ),
        ])
    }

    @Test func whatTheServerSaysNowDecides() {
        check([
            ("as granted", { $0.observe(Scene.metadata) }, []),
            (
                "drifted", { $0.observe(["client_name": "X", "redirect_uris": Scene.callback]) },
                ["web update fields_differ demo (client_name drifted)"]
            ),
            (
                "gone from there", { $0.observe(["redirect_uris": Scene.callback]) },
                ["web update fields_differ demo (client_name drifted)"]
            ),
            (
                "drifted, to be ignored",
                {
                    $0.observe(["client_name": "X", "redirect_uris": Scene.callback]); $0.clients[0].ignore = ["client_name"]
                },
                ["web nothing noted demo (client_name ignored)"]
            ),
            (
                "to be ignored, and edited",
                {
                    $0.observe(["client_name": "X", "redirect_uris": Scene.callback])
                    $0.clients[0].ignore = ["client_name"]
                    $0.clients[0].metadata["client_name"] = "Site"
                }, ["web update fields_differ demo (client_name edited)"]
            ),
            (
                "edited to what it is already",
                {
                    $0.observe(["client_name": "Site", "redirect_uris": Scene.callback]);
                    $0.clients[0].metadata["client_name"] = "Site"
                },
                ["web record record_differs demo (client_name edited)"]
            ),
            (
                "removed, and gone already",
                {
                    $0.observe(["redirect_uris": Scene.callback]); $0.clients[0].metadata["client_name"] = nil
                },
                ["web record record_differs demo (client_name edited)"]
            ),
            (
                "removed, after an answer that did not show it",
                {
                    $0.state?["web"]?.granted = ClientMetadata(["redirect_uris": Scene.callback])
                    $0.clients[0].metadata["client_name"] = nil
                },
                ["web update fields_differ demo (client_name edited)"]
            ),
            (
                "had already, before an answer that shows nothing of what was asked for",
                {
                    $0.state?["web"]?.granted = ClientMetadata()
                    $0.observe(["client_name": "Web", "grant_types": ["implicit"], "redirect_uris": Scene.callback])
                }, []
            ),
            (
                "substituted when it was registered",
                {
                    $0.state?["web"]?.granted["client_name"] = "WEB";
                    $0.observe(["client_name": "WEB", "redirect_uris": Scene.callback])
                },
                ["web nothing noted demo (client_name substituted)"]
            ),
            ("substituted, and not asked", { $0.state?["web"]?.granted["client_name"] = "WEB" }, []),
            (
                "edited to what was granted",
                {
                    $0.state?["web"]?.granted["client_name"] = "WEB"; $0.clients[0].metadata["client_name"] = "WEB"
                },
                ["web record record_differs demo (client_name edited)"]
            ),
            (
                "never shown",
                {
                    $0.state?.servers["demo"]?.learned.fields["client_name"] = .hidden;
                    $0.observe(["redirect_uris": Scene.callback])
                },
                ["web nothing noted demo (client_name unverifiable)"]
            ),
            (
                "rewritten",
                {
                    $0.state?.servers["demo"]?.learned.fields["client_name"] = .rewritten
                    $0.observe(["client_name": "web", "redirect_uris": Scene.callback])
                },
                // Another rewriting than the one that was granted, or somebody's work: said, and no change.
                ["web nothing noted demo (client_name unverifiable)"]
            ),
            (
                "gained",
                { $0.observe(["client_name": "Web", "jwks_uri": "https://evil.example.com", "redirect_uris": Scene.callback]) },
                ["web nothing noted demo (jwks_uri gained)", "RC2007 web"]
            ),
            ("what is undeclared", { $0.observe(["client_name": "Web", "logo_uri": "x", "redirect_uris": Scene.callback]) }, []),
        ])
    }

    @Test func aFormerRegistrationIsDeletedOnce() {
        let former: (inout Scene) -> Void = { $0.state?["web"]?.former = [FormerRegistration(Scene.recorded(9, at: "other"))] }
        let rest = "web delete former_remains other"
        check([
            ("nothing else", former, [rest]),
            (
                "beside an update",
                {
                    former(&$0); $0.clients[0].metadata["client_name"] = "Site"
                },
                ["web update fields_differ demo (client_name edited)", rest]
            ),
            (
                "beside a record",
                {
                    former(&$0); $0.clients[0].protect = true
                }, ["web record record_differs demo", rest]
            ),
            (
                "a replace takes it along",
                {
                    former(&$0); $0.options.replace = ["web", "web"]
                }, ["web replace replace_requested demo", "RC3017 web"]
            ),
            (
                "a replace beside one that cannot be deleted",
                {
                    former(&$0); $0.state?.servers["other"]?.learned.deletes = false; $0.options.replace = ["web"]
                }, ["web replace replace_requested demo"]
            ),
            (
                "kept",
                {
                    former(&$0); $0.options.keepsFormer = true
                }, ["web nothing former_kept other"]
            ),
            (
                "kept beside a replace",
                {
                    former(&$0); $0.options.keepsFormer = true; $0.options.replace = ["web"]
                }, ["web replace replace_requested demo", "web nothing former_kept demo", "RC3017 web"]
            ),
            (
                "kept, where it cannot be deleted",
                {
                    former(&$0); $0.state?.servers["other"]?.learned.deletes = false; $0.options.keepsFormer = true
                }, ["web nothing former_remains other"]
            ),
            ("none to be kept", { $0.options.keepsFormer = true }, []),
            (
                "a delete takes it along",
                {
                    former(&$0); $0.clients = []
                }, ["web delete not_declared demo"]
            ),
            (
                "forgotten",
                {
                    former(&$0); $0.clients = []; $0.project.forgotten = ["web"]
                }, ["web forget forgotten demo"]
            ),
            (
                "in doubt",
                {
                    former(&$0); $0.doubt("web", .delete)
                }, ["web blocked in_doubt demo"]
            ),
            (
                "a server without DELETE",
                {
                    former(&$0); $0.state?.servers["other"]?.learned.deletes = false
                },
                ["web nothing former_remains other"]
            ),
            (
                "nothing to delete it with",
                {
                    former(&$0); $0.state?["web"]?.former[0].credentials = Credentials()
                },
                ["web nothing former_remains other"]
            ),
        ])
    }

    @Test func movesAreFollowedOrRefused() {
        let pairs: ([(ClientLabel, ClientLabel)]) -> [Project.Move] = { $0.map { Project.Move(from: $0.0, to: $0.1) } }
        check([
            ("applied long ago", { $0.project.moved = pairs([("old", "web")]) }, []),
            (
                "a chain",
                {
                    $0.clients = [Scene.declared("c")]; $0.project.moved = pairs([("web", "b"), ("b", "c")])
                },
                ["c record record_differs demo from web"]
            ),
            (
                "a chain, its end first",
                {
                    $0.clients = [Scene.declared("c")]; $0.project.moved = pairs([("b", "c"), ("web", "b")])
                },
                ["c record record_differs demo from web"]
            ),
            (
                "to nothing declared",
                {
                    $0.clients = []; $0.project.moved = pairs([("web", "b")])
                }, ["web delete not_declared demo", "RC2003 web"]
            ),
            (
                "to a label that is to be forgotten",
                {
                    $0.clients = []; $0.project.moved = pairs([("web", "b")]); $0.project.forgotten = ["b"]
                }, ["web forget forgotten demo"]
            ),
            (
                "in steps to a label that is to be forgotten",
                {
                    $0.clients = []; $0.project.moved = pairs([("b", "c"), ("web", "b")]); $0.project.forgotten = ["c"]
                }, ["web forget forgotten demo"]
            ),
            (
                "while still declared",
                {
                    $0.clients.append(Scene.declared("b")); $0.project.moved = pairs([("web", "b")])
                },
                ["b register not_recorded demo", "RC2003 web"]
            ),
            (
                "onto another client",
                {
                    $0.add("b", 2); $0.clients = [Scene.declared("b")]; $0.project.moved = pairs([("web", "b")])
                },
                ["web delete not_declared demo", "RC2003 web"]
            ),
            (
                "two to one label",
                {
                    $0.add("b", 2); $0.clients = [Scene.declared("c")]; $0.project.moved = pairs([("b", "c"), ("web", "c")])
                },
                ["c record record_differs demo from b", "web delete not_declared demo", "RC2003 web"]
            ),
            ("a circle", { $0.project.moved = pairs([("web", "b"), ("b", "web")]) }, ["RC2003 web"]),
            (
                "moved and at another server",
                {
                    $0.move("web", to: "site"); $0.clients[0].server = "other"
                },
                ["site replace server_changed other from web"]
            ),
            (
                "selected by its former label",
                {
                    $0.move("web", to: "site"); $0.options.labels = ["web"]
                },
                ["site record record_differs demo from web"]
            ),
            (
                "a registration in doubt moves as well",
                {
                    $0.move("app", to: "site"); $0.doubt("app", .register); $0.state?["web"] = nil
                },
                ["site blocked in_doubt demo from app"]
            ),
            (
                "a registration in doubt, while still declared",
                {
                    $0.move("app", to: "site"); $0.doubt("app", .register); $0.state?["web"] = nil
                    $0.clients.append(Scene.declared("app"))
                },
                ["app blocked in_doubt demo", "site register not_recorded demo", "RC2003 app"]
            ),
            (
                "a registration in doubt under a label that was moved away before",
                {
                    $0.doubt("app", .register); $0.project.moved = pairs([("app", "web")])
                },
                ["app blocked in_doubt demo"]
            ),
            ("declared and to be forgotten", { $0.project.forgotten = ["web"] }, ["RC2004 web"]),
        ])
    }

    @Test func aPlanIsAboutWhatWasAskedFor() {
        let three: (inout Scene) -> Void = {
            $0.clients = [Scene.declared("app"), Scene.declared("native"), Scene.declared("web")]
            $0.clients[0].tags = ["team": "x", "tier": "1"]
            $0.clients[1].tags = ["team": "x"]
            $0.add("gone", 2)
            $0.state?["gone"]?.tags = ["team": "x"]
        }
        let app = "app register not_recorded demo"
        let gone = "gone delete not_declared demo"
        let native = "native register not_recorded demo"
        check([
            ("everything", three, [app, gone, native]),
            (
                "labels",
                {
                    three(&$0); $0.options.labels = ["native", "gone", "web"]
                }, [gone, native]
            ),
            (
                "a tag",
                {
                    three(&$0); $0.options.tags = [.init(key: "team", value: "x")]
                }, [app, gone, native]
            ),
            (
                "both tags",
                {
                    three(&$0); $0.options.tags = [.init(key: "team", value: "x"), .init(key: "tier", value: "1")]
                }, [app]
            ),
            (
                "a label and a tag",
                {
                    three(&$0); $0.options.labels = ["web"]; $0.options.tags = [.init(key: "team", value: "x")]
                }, []
            ),
            (
                "destroy, of a label",
                {
                    three(&$0); $0.options.labels = ["web"]; $0.options.destroy = true
                }, ["web delete destroyed demo"]
            ),
            ("an unknown label", { $0.options.labels = ["unknown"] }, ["RC2005 unknown"]),
            (
                "a label that is only in doubt",
                {
                    $0.doubt("app", .register); $0.options.labels = ["app"]
                }, ["app blocked in_doubt demo"]
            ),
            (
                "to replace what is not declared",
                {
                    $0.clients = []; $0.options.replace = ["web"]
                },
                ["web delete not_declared demo", "RC2005 web"]
            ),
            (
                "to replace what is not selected",
                {
                    three(&$0); $0.options.labels = ["app"]; $0.options.replace = ["web"]
                }, [app, "RC2005 web"]
            ),
            (
                "to replace what lacks the tag",
                {
                    three(&$0); $0.options.replace = ["web"]; $0.options.tags = [.init(key: "tier", value: "1")]
                }, [app, "RC2005 web"]
            ),
            (
                "to replace what is not registered yet",
                {
                    three(&$0); $0.options = PlanOptions(labels: ["app"], replace: ["app"])
                }, [app]
            ),
        ])
    }
}

extension Scene {
    mutating func observe(_ metadata: JSONObject) { observations["web"] = .present(ClientMetadata(metadata)) }

    mutating func add(_ label: ClientLabel, _ number: Int) { state?[label] = Scene.recorded(number) }

    mutating func move(_ from: ClientLabel, to: ClientLabel) {
        clients = [Scene.declared(to)]
        project.moved = [Project.Move(from: from, to: to)]
    }

    mutating func doubt(_ label: ClientLabel, _ operation: RegistrationOperation) {
        let intent = StateSamples.intent(operation, label.text, id: "8d1c0f2a-9", registration: 1)
        state?.doubts[intent.id] = Doubt(intent: intent, reason: "no answer")
    }
}
