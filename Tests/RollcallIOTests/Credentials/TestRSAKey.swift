/// An RSA key of 2048 bits for tests, in PEM and as a JSON Web Key. Made with OpenSSL 3.0; it protects nothing.
enum TestRSAKey {
    static let pem = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC/6xWo26u4Vwmd
        UMcdh/I4PQBmhj0ejz+eO85TPtPrKog7OFZc3r21LKZ/7Z6a/xNgIH4ZwaJg9s4R
        bYGhgRMJohe1BhweYQx5EnfPjiJw7z885lCrFqMlKKP7NOdI7/0ygNPtaytFJy1F
        EoLJH5e9Vei9wW9dkYxgQZmQvbx5GW/M0n2pIG0Lg+Iv8vh78Ed1kfwB2WuTDN7P
        sHWnPKMJ6mqzShMksBI0Mn3BLwld2oggmHKwpXaA22yA3gIDnbmN88SAlQBXhn/P
        n81EURn44M9Css6twpNNgwAmdj3XnUQb3OH3ssNC9NQsw6OhaZHsPUjO+oO6Xo//
        x6QExBD5AgMBAAECggEABLSclaBxxWfc6Q6GiiLSBq74NdR0wgjFrWbzIUCG0aQg
        LmXQ7x8iZ57JyJSfelaLSe3LKbaBHdrvSV4ajUaanFHa0KoBHVj/PCZsV1FLsAbk
        iFLdUJ22nb4Mxzm01pdCoEpfMP52ikbyfA8RRdiQdHGtpXlorQl9rnntR686rX1k
        /pvwuJshnQaGWtaUzJV4X5/UZdYnAK/IIKnt7B3N3SNmmLz+VomoUsXrb9hiE/R3
        c7/xP4ERS1E+pjP6TI57lVmtgrFmDYDSjXgifUy91DVtoh+VJq/sRQqC4onQPGBL
        24SXusUoOoqKbjQadiDcSdQomlpI1jlwuhABcX/RQQKBgQDr/AQMDhcAmOkf23+i
        zMvG5wAN3l0//bpN+kJxstklqFPcGGMUS3CX7CR4SsEMxrR3//tkm1JA8bMrj2P0
        OJeOolIyA5P4evsDFbgbTLXGUDWD2YE5zHJ5wrjiJ99RLMjCwyeZtYad649o0Jq6
        tA+m2nLFdrBjASgU1N3h5QjO7wKBgQDQMkAqmYM+W3Vw6A6FnMFkEdCm9Ej2yK4F
        SrlBoDjAGUjC7hXvuEryqBtqgdaOeJwNXJz8sS2S/oxDwyzF+DyWGWeUherhb6j5
        ifRyd4wUgkc5F7Phz2OoOlLeX53D/QtF7ZNDQwhYXvdhl2Li7V5EZ6j82GAyfGaI
        z8INoM4elwKBgEYBo2m4HFbPBgmvYjP3sVQ2Xyu+FcfQC57qaR+1wPmM8CPREEOL
        BcHsCf2tn4ucvxkCVZ/I/CPMEC0SAsMGrt9fhCbWLOWABksp/E4M+bf1P4r30YBG
        CIfanmJpFbTNJlmw72SIF4FtykN77wsIM8R59aZiyXz1cOCNLa2/9lb9AoGAeG54
        +6ttZebV2ogBznxMyiwb/FeW1Vpkf58n5rRd35FAq7G5cr+yawefRE7y49sUug32
        qZ179WnVjWUbQzFDKrhrWFjW86z5m8+XXZeVqk9qD7aMUXT7+tYyFXxN8I8xtDOn
        WeMusp/MjeFaTFZujzc/Y3NuwgV/8mfroqKAWOUCgYEAgOzxzUSGovAbjX3/CqwS
        lnzvo/PzlVPbky4RtXaFPk6SYOXmQ+2tU6U2hOy7qVsZSjw3XnglEgx3HgEEa0mM
        gYB2ZUcl6vQpmuYXiO3Ewl+uqe41twKg2gO6YE88zhsL0Q8kacNRVbf9Nzhl3Trc
        5OFp3Jaiskn3B6ILsAwwv5o=
        -----END PRIVATE KEY-----
        """

    static let publicPEM = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv+sVqNuruFcJnVDHHYfy
        OD0AZoY9Ho8/njvOUz7T6yqIOzhWXN69tSymf+2emv8TYCB+GcGiYPbOEW2BoYET
        CaIXtQYcHmEMeRJ3z44icO8/POZQqxajJSij+zTnSO/9MoDT7WsrRSctRRKCyR+X
        vVXovcFvXZGMYEGZkL28eRlvzNJ9qSBtC4PiL/L4e/BHdZH8Adlrkwzez7B1pzyj
        Cepqs0oTJLASNDJ9wS8JXdqIIJhysKV2gNtsgN4CA525jfPEgJUAV4Z/z5/NRFEZ
        +ODPQrLOrcKTTYMAJnY9151EG9zh97LDQvTULMOjoWmR7D1IzvqDul6P/8ekBMQQ
        +QIDAQAB
        -----END PUBLIC KEY-----
        """

    /// RFC 7517 and RFC 7518, section 6.3.
    ///
    /// - Parameter more: members after those of the key.
    static func jwk(_ more: String = "") -> String {
        #"{"kty":"RSA","e":"AQAB","n":"\#(modulus)","d":"\#(exponent)"\#(more)}"#
    }

    private static let modulus = [
        "v-sVqNuruFcJnVDHHYfyOD0AZoY9Ho8_njvOUz7T6yqIOzhWXN69tSymf-2emv8TYCB-GcGiYPbOEW2BoYETCaIXtQYcHmEM",
        "eRJ3z44icO8_POZQqxajJSij-zTnSO_9MoDT7WsrRSctRRKCyR-XvVXovcFvXZGMYEGZkL28eRlvzNJ9qSBtC4PiL_L4e_BH",
        "dZH8Adlrkwzez7B1pzyjCepqs0oTJLASNDJ9wS8JXdqIIJhysKV2gNtsgN4CA525jfPEgJUAV4Z_z5_NRFEZ-ODPQrLOrcKT",
        "TYMAJnY9151EG9zh97LDQvTULMOjoWmR7D1IzvqDul6P_8ekBMQQ-Q",
    ].joined()

    private static let exponent = [
        "BLSclaBxxWfc6Q6GiiLSBq74NdR0wgjFrWbzIUCG0aQgLmXQ7x8iZ57JyJSfelaLSe3LKbaBHdrvSV4ajUaanFHa0KoBHVj_",
        "PCZsV1FLsAbkiFLdUJ22nb4Mxzm01pdCoEpfMP52ikbyfA8RRdiQdHGtpXlorQl9rnntR686rX1k_pvwuJshnQaGWtaUzJV4",
        "X5_UZdYnAK_IIKnt7B3N3SNmmLz-VomoUsXrb9hiE_R3c7_xP4ERS1E-pjP6TI57lVmtgrFmDYDSjXgifUy91DVtoh-VJq_s",
        "RQqC4onQPGBL24SXusUoOoqKbjQadiDcSdQomlpI1jlwuhABcX_RQQ",
    ].joined()
}
