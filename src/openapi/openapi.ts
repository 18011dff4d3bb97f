import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PROBLEM_EXAMPLES } from '../common/http/api-problems.js';
import { pageHeaders } from '../common/http/security-headers.js';
import { VERSION } from '../common/version.js';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.js';

const DESCRIPTION = `
Lets other companies' backends into your API: each partner system is an **API client** with long-term **credentials**,
which it trades at the OAuth token endpoint for short-lived **bearer tokens** (Cognito ID tokens).

**To work with this page**

1. Open **Sign-in**, \`POST /api/v1/auth/login\`; put your e-mail address and password into the body; press **Execute**.
   If the answer has a \`challenge\`, answer it at \`POST /api/v1/auth/challenge\`.
2. Copy \`accessToken\` from the answer, without its quotes.
3. Press **Authorize**, paste it under *bearer*, press **Authorize** there, then **Close**. Now you are signed in until
   you reload the page, or until you see 401 after a quarter of an hour: then start again with step 1.
4. Do what you came for. For a new partner system: create an **API client**, issue it a **credential** and hand that over;
   it is shown once. A credential that has leaked: revoke it, and it ends at once.

Every refusal has a \`code\`; what it means and what to do stands beside it.
`;

/** In the order of the page: how people get in, what they run, what partners call, how it is doing. */
const TAGS = {
  'Sign-in': 'You, and the way in.',
  Registrations: 'Partners apply, operators approve.',
  Tenants: 'Partner organisations: operators say what they may ask for, suspend and resume them.',
  Users: 'The people of a tenant.',
  'API clients': 'Partner systems.',
  Credentials: 'The long-term secrets of an API client: issue, rotate, revoke.',
  Usage: 'How much each API client asks for.',
  Audit: 'Who did what.',
  OAuth: 'What partners’ backends call.',
  System: 'What this installation offers, and how it is doing.',
  Health: 'What orchestrators call.',
};

/** The OpenAPI document of the whole API. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('B2B auth broker')
    .setDescription(DESCRIPTION.trim())
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description:
        'You, for everything under `/api/v1`: `accessToken` of `POST /api/v1/auth/login`, without its quotes.',
    })
    .addBasicAuth({
      type: 'http',
      scheme: 'basic',
      description:
        'A partner’s backend, for `/oauth`: its client id, and a credential as password. To administer you need none of this.',
    });
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return { ...document, components: { ...document.components, examples: PROBLEM_EXAMPLES } };
}

const PAGE_HEADERS = pageHeaders({ contentSecurityPolicy: CONTENT_SECURITY_POLICY });

/** What the page that {@link serveDocs} serves carries, by its routes. */
export const DOCS_HEADERS = {
  '/docs': PAGE_HEADERS,
  '/docs/': PAGE_HEADERS,
  '/docs/index.html': PAGE_HEADERS,
};

/** Swagger UI at /docs, the document at /docs-json. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'B2B auth broker',
    swaggerOptions: {
      persistAuthorization: false,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      defaultModelsExpandDepth: 0,
    },
  });
}
