/// `RC1xxx`. Ascending; a new code goes at the end.
extension DiagnosticCode {
    // Files and YAML.
    public static let fileTooLarge = DiagnosticCode("RC1001", .error, "file is too large")
    public static let fileEncoding = DiagnosticCode("RC1002", .error, "file is not plain UTF-8 text")
    public static let yamlSyntax = DiagnosticCode("RC1003", .error, "YAML cannot be read")
    public static let yamlDirective = DiagnosticCode("RC1004", .error, "YAML directive")
    public static let yamlTag = DiagnosticCode("RC1005", .error, "YAML tag")
    public static let yamlTooDeep = DiagnosticCode("RC1006", .error, "YAML is nested too deeply")
    public static let yamlAliasBudget = DiagnosticCode("RC1007", .error, "YAML aliases stand for too much")
    public static let yamlAliasUndefined = DiagnosticCode("RC1008", .error, "YAML alias without an anchor")
    public static let yamlAliasCycle = DiagnosticCode("RC1009", .error, "YAML alias within its own anchor")
    public static let yamlKey = DiagnosticCode("RC1010", .error, "YAML key is not a plain text")
    public static let yamlMergeKey = DiagnosticCode("RC1011", .error, "YAML merge key without a mapping")
    public static let yamlDuplicateKey = DiagnosticCode("RC1012", .error, "key appears twice")
    public static let yamlSecondDocument = DiagnosticCode("RC1013", .error, "second YAML document in a file")

    // What specifications say of metadata: one code for each row of `MetadataProblem`.
    public static let redirectNotAbsolute = DiagnosticCode("RC1014", .error, "redirect URI is not absolute")
    public static let redirectWithFragment = DiagnosticCode("RC1015", .error, "redirect URI has a fragment")
    public static let redirectBadCharacter = DiagnosticCode("RC1016", .warning, "redirect URI has a character that no URI has")
    public static let redirectWithoutTLS = DiagnosticCode("RC1017", .warning, "redirect URI is plain http")
    public static let redirectToLocalhost = DiagnosticCode("RC1018", .warning, "redirect URI names localhost")
    public static let redirectWildcard = DiagnosticCode("RC1019", .warning, "redirect URI has a wildcard")
    public static let redirectSchemeNotReverseDomain = DiagnosticCode(
        "RC1020", .warning, "redirect URI's scheme is not a domain in reverse")
    public static let privateKey = DiagnosticCode("RC1021", .error, "private key in a manifest")
    public static let keysTwice = DiagnosticCode("RC1022", .error, "keys are given twice")
    public static let implicitGrant = DiagnosticCode("RC1023", .warning, "implicit grant")
    public static let passwordGrant = DiagnosticCode("RC1024", .warning, "password grant")
    public static let grantWithoutResponse = DiagnosticCode("RC1025", .warning, "grant and response types do not match")

    // Keys and values.
    public static let yamlKeysAlike = DiagnosticCode("RC1026", .warning, "two keys look the same")
    public static let unknownKey = DiagnosticCode("RC1027", .error, "unknown key")
    public static let reservedKey = DiagnosticCode("RC1029", .error, "key is reserved")
    public static let wrongType = DiagnosticCode("RC1030", .error, "value has the wrong type")
    public static let ambiguousText = DiagnosticCode("RC1031", .warning, "text without quotes has two meanings")
    public static let nullValue = DiagnosticCode("RC1032", .error, "null takes nothing away")
    public static let notJSON = DiagnosticCode("RC1033", .error, "number has no place in JSON")
    public static let wrongValue = DiagnosticCode("RC1034", .error, "value is not allowed")
    public static let missingKey = DiagnosticCode("RC1035", .error, "key is missing")
    public static let unseenCharacter = DiagnosticCode("RC1036", .warning, "text holds a character that nobody sees")

    // Clients.
    public static let badLabel = DiagnosticCode("RC1037", .error, "label is not allowed")
    public static let labelTwice = DiagnosticCode("RC1038", .error, "label is declared twice")
    public static let unknownServer = DiagnosticCode("RC1039", .error, "unknown server")
    public static let literalSecret = DiagnosticCode("RC1040", .error, "secret in a manifest")
    public static let issuedMember = DiagnosticCode("RC1041", .error, "metadata member is the server's to issue")
    public static let misspeltMember = DiagnosticCode("RC1042", .error, "metadata member is misspelt")
    public static let unknownMember = DiagnosticCode("RC1043", .warning, "unknown metadata member")
    public static let refusedMember = DiagnosticCode("RC1044", .error, "server refuses the metadata member")
    public static let variable = DiagnosticCode("RC1045", .error, "variable in metadata")
    public static let ignoresNothing = DiagnosticCode("RC1046", .error, "ignored field does not exist")
    public static let clientsTooLarge = DiagnosticCode("RC1047", .error, "clients of a file are too large")

    // The project.
    public static let fileEmpty = DiagnosticCode("RC1048", .error, "file is empty")
    public static let noClientsInFile = DiagnosticCode("RC1049", .error, "file declares no clients")
    public static let noClients = DiagnosticCode("RC1050", .error, "no clients anywhere")
    public static let badPattern = DiagnosticCode("RC1051", .error, "include pattern is not allowed")
    public static let patternWithoutMatch = DiagnosticCode("RC1052", .error, "include pattern matches no file")
    public static let formatVersion = DiagnosticCode("RC1053", .error, "unknown manifest format")
    public static let serverAddress = DiagnosticCode("RC1054", .error, "server is not named in exactly one way")
    public static let badAddress = DiagnosticCode("RC1055", .error, "address is not allowed")
    public static let plainHTTP = DiagnosticCode("RC1056", .error, "address is plain http")
    public static let plainHTTPAllowed = DiagnosticCode("RC1057", .warning, "address is plain http, as allowed")
    public static let unknownProfile = DiagnosticCode("RC1058", .error, "unknown server profile")
    public static let contradiction = DiagnosticCode("RC1059", .error, "two entries contradict each other")
    public static let metadataTooDeep = DiagnosticCode("RC1060", .error, "metadata is nested too deeply")

    // More of what specifications say of metadata, and of texts.
    public static let redirectWithUserInformation = DiagnosticCode("RC1061", .error, "redirect URI has user information")
    public static let redirectRunsInBrowser = DiagnosticCode("RC1062", .error, "redirect URI stays in the browser")
    public static let redirectNotForWeb = DiagnosticCode("RC1063", .warning, "redirect URI is not one of a web application")
    public static let redirectBadEscape = DiagnosticCode("RC1064", .warning, "redirect URI has an odd percent-encoding")
    public static let redirectOddPort = DiagnosticCode("RC1065", .warning, "redirect URI has an odd port")
    public static let redirectOddHost = DiagnosticCode("RC1066", .warning, "redirect URI has an odd host")
    public static let redirectTooLong = DiagnosticCode("RC1067", .warning, "redirect URI is very long")
    public static let redirectsMissing = DiagnosticCode("RC1068", .warning, "redirect URIs are missing")
    public static let keysMalformed = DiagnosticCode("RC1069", .error, "jwks is no set of keys")
    public static let keysMissing = DiagnosticCode("RC1070", .warning, "keys are missing")
    public static let publicClientForItself = DiagnosticCode("RC1071", .warning, "public client acts for itself")
    public static let certificateNameNotOne = DiagnosticCode("RC1072", .warning, "certificate is not named once")
    public static let encryptionWithoutAlgorithm = DiagnosticCode("RC1073", .warning, "encryption lacks its algorithm")
    public static let sectorMissing = DiagnosticCode("RC1074", .warning, "sector is missing")
    public static let unseenInExactText = DiagnosticCode("RC1075", .error, "exact text holds a character that nobody sees")
    public static let confusableText = DiagnosticCode("RC1076", .warning, "text mixes scripts that look alike")

    // What a server's clients are registered and managed with.
    public static let credentialTwice = DiagnosticCode("RC1080", .error, "two credentials to register with")
    public static let clientProof = DiagnosticCode("RC1081", .error, "client does not prove itself in exactly one way")
    public static let administratorMissing = DiagnosticCode("RC1082", .error, "no access token to manage with")
    public static let tokenEndpointMissing = DiagnosticCode("RC1083", .error, "token endpoint is missing")
    public static let tokenEndpointNotAllowed = DiagnosticCode("RC1084", .error, "token endpoint is at another origin")

    // Profiles that a project declares itself.
    public static let profileTaken = DiagnosticCode("RC1090", .error, "profile has a built-in one's name")
    public static let profileBase = DiagnosticCode("RC1091", .error, "profile is based on nothing that is known")
    public static let profileCycle = DiagnosticCode("RC1092", .error, "profile is based on itself")
    public static let profileField = DiagnosticCode("RC1093", .warning, "profile names an unknown field")

    // Values that are in files of their own.
    public static let namedFileAbsent = DiagnosticCode("RC1110", .error, "file of a value is not there")
    public static let namedFileOutside = DiagnosticCode("RC1111", .error, "file of a value is outside the project")
    public static let namedFileTooLarge = DiagnosticCode("RC1112", .error, "file of a value is too large")
    public static let namedFileUnreadable = DiagnosticCode("RC1113", .error, "file of a value cannot be read")
    public static let statementMalformed = DiagnosticCode("RC1114", .error, "file holds no software statement")

    // More of profiles that a project declares itself.
    public static let profileRowInert = DiagnosticCode("RC1120", .warning, "row of a profile has no effect")

    /// Whether the line that the diagnostic points at holds a secret, so that it must not be shown with it.
    public var concealsSource: Bool {
        [.literalSecret, .privateKey, .keysMalformed, .redirectWithUserInformation].contains(self)
    }

    static let manifest: [DiagnosticCode] = [
        fileTooLarge, fileEncoding, yamlSyntax, yamlDirective, yamlTag, yamlTooDeep, yamlAliasBudget, yamlAliasUndefined,
        yamlAliasCycle, yamlKey, yamlMergeKey, yamlDuplicateKey, yamlSecondDocument, redirectNotAbsolute, redirectWithFragment,
        redirectBadCharacter, redirectWithoutTLS, redirectToLocalhost, redirectWildcard, redirectSchemeNotReverseDomain,
        privateKey, keysTwice, implicitGrant, passwordGrant, grantWithoutResponse, yamlKeysAlike, unknownKey,
        reservedKey, wrongType, ambiguousText, nullValue, notJSON, wrongValue, missingKey, unseenCharacter, badLabel, labelTwice,
        unknownServer, literalSecret, issuedMember, misspeltMember, unknownMember, refusedMember, variable, ignoresNothing,
        clientsTooLarge, fileEmpty, noClientsInFile, noClients, badPattern, patternWithoutMatch, formatVersion, serverAddress,
        badAddress, plainHTTP, plainHTTPAllowed, unknownProfile, contradiction, metadataTooDeep, redirectWithUserInformation,
        redirectRunsInBrowser, redirectNotForWeb, redirectBadEscape, redirectOddPort, redirectOddHost, redirectTooLong,
        redirectsMissing, keysMalformed, keysMissing, publicClientForItself, certificateNameNotOne, encryptionWithoutAlgorithm,
        sectorMissing, unseenInExactText, confusableText, credentialTwice, clientProof, administratorMissing,
        tokenEndpointMissing, tokenEndpointNotAllowed, profileTaken, profileBase, profileCycle, profileField,
        namedFileAbsent, namedFileOutside, namedFileTooLarge, namedFileUnreadable, statementMalformed,
        profileRowInert,
    ]
}
