"""
Gets tokens with Authlib, verifies one with PyJWT as an API would, and says what came of it, one JSON object a line; never the
tokens themselves.
"""

import json
import os

import jwt
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

ISSUER = os.environ["ISSUER"]
CLIENT_ID = os.environ["CLIENT_ID"]
CREDENTIAL = os.environ["CREDENTIAL"]
# To revoke with; ended when this is done.
SPARE = os.environ["SPARE"]
ASKER_ID = os.environ["ASKER_ID"]
ASKER_CREDENTIAL = os.environ["ASKER_CREDENTIAL"]

TOKEN = f"{ISSUER}/oauth/token"
METHODS = ["client_secret_basic", "client_secret_post"]


def tell(flow, act):
    try:
        told = act()
    except OAuthError as error:
        told = {"error": error.error}
    print(json.dumps({"flow": flow, **told}))


def shown(token):
    return {"token_type": token["token_type"], "scope": token["scope"], "expired": token.is_expired()}


def session(client_id, secret, method):
    return OAuth2Session(client_id, secret, token_endpoint_auth_method=method)


for method in METHODS:
    client = session(CLIENT_ID, CREDENTIAL, method)
    tell(f"client_credentials {method}", lambda: shown(client.fetch_token(TOKEN, grant_type="client_credentials")))
    tell(f"refresh_token {method}", lambda: shown(client.refresh_token(TOKEN, refresh_token=CREDENTIAL)))
    asker = session(ASKER_ID, ASKER_CREDENTIAL, method)
    tell(f"introspect {method}", lambda: asker.introspect_token(f"{ISSUER}/oauth/introspect", token=CREDENTIAL).json())

public = session(CLIENT_ID, None, "none")
tell("refresh_token none", lambda: shown(public.refresh_token(TOKEN, refresh_token=CREDENTIAL)))

holder = session(CLIENT_ID, SPARE, "client_secret_basic")
tell("revoke", lambda: {"status": holder.revoke_token(f"{ISSUER}/oauth/revoke", token=SPARE).status_code})
tell("revoked", lambda: shown(holder.fetch_token(TOKEN, grant_type="client_credentials")))


def verified(token, audience, issuer=os.environ["TOKEN_ISSUER"], jwks_url=os.environ["JWKS_URL"]):
    keys = jwt.PyJWKClient(jwks_url)
    key = keys.get_signing_key_from_jwt(token)
    try:
        claims = jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, audience=audience)
        if claims["token_use"] != "id":
            raise jwt.InvalidTokenError("not an ID token")
    except jwt.InvalidTokenError:
        return {"valid": False}
    return {"valid": True, **{name: claims[name] for name in ["token_use", "custom:tenant_id", "custom:scopes"]}}


client = session(CLIENT_ID, CREDENTIAL, "client_secret_basic")
bearer = client.fetch_token(TOKEN, grant_type="client_credentials")["access_token"]
AUDIENCE = os.environ["AUDIENCE"]
tell("verify", lambda: verified(bearer, AUDIENCE))
tell("verify for another audience", lambda: verified(bearer, "another"))
pool = os.environ["POOL_ISSUER"], os.environ["POOL_JWKS_URL"]
tell("verify an ID token", lambda: verified(os.environ["ID_TOKEN"], AUDIENCE, *pool))
tell("verify an access token", lambda: verified(os.environ["ACCESS_TOKEN"], AUDIENCE, *pool))
