/// Certificates for tests, and the key that all but the authority's belong to. None of them protects anything.
///
/// Made with OpenSSL 3.0: ECDSA P-256, from 2020 to 2120.
public enum TestCertificates {
    /// Signed the others.
    public static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAUGgAwIBAgIUIYHv3uqJTk1d/m3scW9R2P5Gc3EwCgYIKoZIzj0EAwIw
        IjEgMB4GA1UEAwwXcm9sbGNhbGwgdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI0MDI1
        MjI1WhgPMjEyNjEwMzEwMjUyMjVaMCIxIDAeBgNVBAMMF3JvbGxjYWxsIHRlc3Qg
        YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0NWn5oDDFumpa1zE
        6ic7wN12JP0TrgE6HwYrjqxW0LkFSfyNDaB2fLQV0fYdLiYBsebFkPvY6Hvgzj1i
        zc0go6NTMFEwHQYDVR0OBBYEFABU97tqvgHIHIXUpTf0iGCOR/vYMB8GA1UdIwQY
        MBaAFABU97tqvgHIHIXUpTf0iGCOR/vYMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZI
        zj0EAwIDRwAwRAIgWKhn+nfroLbT0Zx+5jvBk/1VhKHSJlcAh/E3kcr0XqECIDOZ
        CbOOLDvyoA7YYJRTeJWvP7OdczwF3hHQnW3nqbti
        -----END CERTIFICATE-----
        """

    /// dNSName localhost, iPAddress 127.0.0.1.
    public static let localhost = """
        -----BEGIN CERTIFICATE-----
        MIIBhDCCASugAwIBAgIBATAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdyb2xsY2Fs
        bCB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAw
        MFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
        QgAEeSI1EGk45Vw2KSIMEsEy/tcBdF4wx4uwCUJa+3LsbXj5LTEu9Nv/PoYhbU4+
        EVbVgbn7gPt3g2QnN0O/32bisKNeMFwwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/
        AAABMB0GA1UdDgQWBBRKNQUBCuzd57K2qA+/nqGOXbWUMjAfBgNVHSMEGDAWgBQA
        VPe7ar4ByByF1KU39Ihgjkf72DAKBggqhkjOPQQDAgNHADBEAiBxvVfB5wJSBADL
        hUWeHYB+8rVAWz1qMvk5fM7iyJj6dAIgabsiu7v6pH28kJvFwQDUjqJqjmI7rEoY
        aFH8T8iDVLg=
        -----END CERTIFICATE-----
        """

    /// iPAddress 127.0.0.1; `localhost` only as the common name.
    public static let addressOnly = """
        -----BEGIN CERTIFICATE-----
        MIIBeTCCASCgAwIBAgIBAjAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdyb2xsY2Fs
        bCB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAw
        MFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
        QgAEeSI1EGk45Vw2KSIMEsEy/tcBdF4wx4uwCUJa+3LsbXj5LTEu9Nv/PoYhbU4+
        EVbVgbn7gPt3g2QnN0O/32bisKNTMFEwDwYDVR0RBAgwBocEfwAAATAdBgNVHQ4E
        FgQUSjUFAQrs3eeytqgPv56hjl21lDIwHwYDVR0jBBgwFoAUAFT3u2q+AcgchdSl
        N/SIYI5H+9gwCgYIKoZIzj0EAwIDRwAwRAIgQn8YOgaOi8PUiHfXIECLM6kIrPrM
        IDKpkXrUgtPt/QUCIDXYVqsmExwpIw+f/7p99DFENws+teNd79+7j93ashQ4
        -----END CERTIFICATE-----
        """

    /// dNSName elsewhere.example.
    public static let elsewhere = """
        -----BEGIN CERTIFICATE-----
        MIIBjzCCATWgAwIBAgIBAzAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdyb2xsY2Fs
        bCB0ZXN0IGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAw
        MFowHDEaMBgGA1UEAwwRZWxzZXdoZXJlLmV4YW1wbGUwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAAR5IjUQaTjlXDYpIgwSwTL+1wF0XjDHi7AJQlr7cuxtePktMS70
        2/8+hiFtTj4RVtWBufuA+3eDZCc3Q7/fZuKwo2AwXjAcBgNVHREEFTATghFlbHNl
        d2hlcmUuZXhhbXBsZTAdBgNVHQ4EFgQUSjUFAQrs3eeytqgPv56hjl21lDIwHwYD
        VR0jBBgwFoAUAFT3u2q+AcgchdSlN/SIYI5H+9gwCgYIKoZIzj0EAwIDSAAwRQIh
        APfWwMx6urNaK9rPMNa+ycUodic30sUxJyuvvKhWXhfkAiBa2vvK8D6lMqWr/t2k
        xjFniRDSfUm0oJBva2wJ1lePAw==
        -----END CERTIFICATE-----
        """

    /// dNSName localhost; valid in 2020 only.
    public static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBfTCCASOgAwIBAgIBBDAKBggqhkjOPQQDAjAiMSAwHgYDVQQDDBdyb2xsY2Fs
        bCB0ZXN0IGF1dGhvcml0eTAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBa
        MBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
        BHkiNRBpOOVcNikiDBLBMv7XAXReMMeLsAlCWvty7G14+S0xLvTb/z6GIW1OPhFW
        1YG5+4D7d4NkJzdDv99m4rCjWDBWMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAdBgNV
        HQ4EFgQUSjUFAQrs3eeytqgPv56hjl21lDIwHwYDVR0jBBgwFoAUAFT3u2q+Acgc
        hdSlN/SIYI5H+9gwCgYIKoZIzj0EAwIDSAAwRQIgDdOxD8ixXf6qsPdhPxta5ULh
        Y8DOheLDgK3FcBGRzQoCIQDmFWyp3fdSyxOG/m30WrPX4BEjVxyg5U5YBvkeA+Jf
        Gw==
        -----END CERTIFICATE-----
        """

    public static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjrGTfYrr9YrnGMOj
        ySh7PkmLF47mFxkdkIVFvwH6UrOhRANCAAR5IjUQaTjlXDYpIgwSwTL+1wF0XjDH
        i7AJQlr7cuxtePktMS702/8+hiFtTj4RVtWBufuA+3eDZCc3Q7/fZuKw
        -----END PRIVATE KEY-----
        """
}
