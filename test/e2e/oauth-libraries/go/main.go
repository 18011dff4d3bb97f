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
	broker := pool{os.Getenv("TOKEN_ISSUER"), os.Getenv("JWKS_URL")}
	audience := os.Getenv("AUDIENCE")
	if token, err := config.Token(context.Background()); err == nil {
		broker.verify("verify", token.AccessToken, audience)
		broker.verify("verify for another audience", token.AccessToken, "another")
		own := pool{os.Getenv("POOL_ISSUER"), os.Getenv("POOL_JWKS_URL")}
		own.verify("verify an ID token", os.Getenv("ID_TOKEN"), audience)
		own.verify("verify an access token", os.Getenv("ACCESS_TOKEN"), audience)
	}
}

type pool struct{ issuer, jwksURL string }

func (p pool) verify(flow, raw, audience string) {
	ctx := context.Background()
	keys := oidc.NewRemoteKeySet(ctx, p.jwksURL)
	config := &oidc.Config{ClientID: audience, SupportedSigningAlgs: []string{"RS256"}}
	told := verified{}
	token, err := oidc.NewVerifier(p.issuer, keys, config).Verify(ctx, raw)
	if err == nil {
		err = token.Claims(&told)
	}
	if told.Valid = err == nil && told.TokenUse == "id"; !told.Valid {
		told = verified{}
	}
	told.Flow = flow
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
