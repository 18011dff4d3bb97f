// Gets tokens with golang.org/x/oauth2, verifies one with go-oidc as an API would, and says what came of it, one JSON object a
// line; never the tokens themselves.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type outcome struct {
	Flow      string `json:"flow"`
	TokenType string `json:"tokenType,omitempty"`
	Scope     any    `json:"scope,omitempty"`
	Valid     bool   `json:"valid"`
	Error     string `json:"error,omitempty"`
}

type verified struct {
	Flow     string `json:"flow"`
	Valid    bool   `json:"valid"`
	TokenUse string `json:"token_use,omitempty"`
	TenantID string `json:"custom:tenant_id,omitempty"`
	Scopes   string `json:"custom:scopes,omitempty"`
}

func main() {
	tokenURL, clientID, credential := os.Getenv("TOKEN_URL"), os.Getenv("CLIENT_ID"), os.Getenv("CREDENTIAL")
	styles := map[string]oauth2.AuthStyle{
		"header":     oauth2.AuthStyleInHeader,
		"params":     oauth2.AuthStyleInParams,
		"autodetect": oauth2.AuthStyleAutoDetect,
	}
	for name, style := range styles {
		config := clientcredentials.Config{
			ClientID: clientID, ClientSecret: credential, TokenURL: tokenURL, AuthStyle: style,
		}
		tell("client_credentials "+name, config.TokenSource(context.Background()))
	}
	for name, style := range styles {
		config := oauth2.Config{ClientID: clientID, Endpoint: oauth2.Endpoint{TokenURL: tokenURL, AuthStyle: style}}
		refreshing := &oauth2.Token{RefreshToken: credential}
		tell("refresh_token "+name, config.TokenSource(context.Background(), refreshing))
	}
	config := clientcredentials.Config{ClientID: clientID, ClientSecret: credential, TokenURL: tokenURL}
	if token, err := config.Token(context.Background()); err == nil {
		verify("verify", token.AccessToken, os.Getenv("AUDIENCE"))
		verify("verify for another audience", token.AccessToken, "another")
	}
}

func verify(flow, raw, audience string) {
	ctx := context.Background()
	keys := oidc.NewRemoteKeySet(ctx, os.Getenv("JWKS_URL"))
	config := &oidc.Config{ClientID: audience, SupportedSigningAlgs: []string{"RS256"}}
	token, err := oidc.NewVerifier(os.Getenv("TOKEN_ISSUER"), keys, config).Verify(ctx, raw)
	told := verified{Flow: flow}
	if err == nil {
		told.Valid = token.Claims(&told) == nil
	}
	_ = json.NewEncoder(os.Stdout).Encode(told)
}

func tell(flow string, source oauth2.TokenSource) {
	token, err := source.Token()
	told := outcome{Flow: flow}
	if err == nil {
		told.TokenType, told.Scope, told.Valid = token.Type(), token.Extra("scope"), token.Valid()
	} else {
		told.Error = errorCode(err)
	}
	_ = json.NewEncoder(os.Stdout).Encode(told)
}

func errorCode(err error) string {
	var retrieve *oauth2.RetrieveError
	if errors.As(err, &retrieve) {
		return retrieve.ErrorCode
	}
	return err.Error()
}
