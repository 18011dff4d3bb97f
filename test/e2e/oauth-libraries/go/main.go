// Gets tokens with golang.org/x/oauth2 and says what it got, one JSON object a line; never the tokens themselves.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

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
