/** How a partner's backend gets a token; each reads the credential from the environment and needs no library. */
export interface Snippet {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

export function snippetsFor(clientId: string, tokenUrl: string): Snippet[] {
  const fill = (text: string) =>
    text.trim().replaceAll('{{CLIENT_ID}}', clientId).replaceAll('{{TOKEN_URL}}', tokenUrl);
  return SNIPPETS.map(({ id, label, text }) => ({ id, label, text: fill(text) }));
}

const CURL = `
curl -sS "{{TOKEN_URL}}" \\
  -u "{{CLIENT_ID}}:$CREDENTIAL" \\
  -d grant_type=client_credentials
`;

const NODE = `
const response = await fetch('{{TOKEN_URL}}', {
  method: 'POST',
  headers: {
    authorization: \`Basic \${btoa(\`{{CLIENT_ID}}:\${process.env.CREDENTIAL}\`)}\`,
  },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
});
if (!response.ok) throw new Error(await response.text());
const { access_token, expires_in } = await response.json();
console.log(access_token);
`;

const PYTHON = `
import base64, json, os, urllib.parse, urllib.request

pair = f"{{CLIENT_ID}}:{os.environ['CREDENTIAL']}".encode()
request = urllib.request.Request(
    "{{TOKEN_URL}}",
    data=urllib.parse.urlencode({"grant_type": "client_credentials"}).encode(),
    headers={"Authorization": "Basic " + base64.b64encode(pair).decode()},
)
with urllib.request.urlopen(request, timeout=10) as response:
    token = json.load(response)
print(token["access_token"])
`;

const GO = `
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
)

func main() {
	form := url.Values{"grant_type": {"client_credentials"}}
	request, err := http.NewRequest("POST", "{{TOKEN_URL}}", strings.NewReader(form.Encode()))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth("{{CLIENT_ID}}", os.Getenv("CREDENTIAL"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	var token struct {
		AccessToken string \`json:"access_token"\`
		Error       string \`json:"error"\`
	}
	if err := json.NewDecoder(response.Body).Decode(&token); err != nil || token.Error != "" {
		log.Fatal(response.Status, token.Error, err)
	}
	fmt.Println(token.AccessToken)
}
`;

const JAVA = `
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

class Token {
  public static void main(String[] args) throws Exception {
    String pair = "{{CLIENT_ID}}:" + System.getenv("CREDENTIAL");
    HttpRequest request = HttpRequest.newBuilder(URI.create("{{TOKEN_URL}}"))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes()))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
        .build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) throw new IllegalStateException(response.body());
    System.out.println(response.body()); // {"access_token":"…","token_type":"Bearer","expires_in":…}
  }
}
`;

const SNIPPETS: readonly Snippet[] = [
  { id: 'curl', label: 'curl', text: CURL },
  { id: 'node', label: 'Node.js', text: NODE },
  { id: 'python', label: 'Python', text: PYTHON },
  { id: 'go', label: 'Go', text: GO },
  { id: 'java', label: 'Java', text: JAVA },
];
