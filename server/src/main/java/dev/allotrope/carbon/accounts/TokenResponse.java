package dev.allotrope.carbon.accounts;

/// An access token. No call refreshes it: ask again. `refreshToken` is there because the contract requires the field.
record TokenResponse(String accessToken, String refreshToken) {
    @Override
    public String toString() {
        return "TokenResponse[]";
    }
}
