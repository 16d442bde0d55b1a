package dev.allotrope.carbon.integrations;

/// The address to open in the end user's browser.
record OuthURLResponse(String oauthUrl) {}
