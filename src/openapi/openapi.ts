import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../common/version.js';

const DESCRIPTION = `
Lets other companies' backends into your API: each partner system is an **API client** with long-term **credentials**,
which it trades at the OAuth token endpoint for short-lived **bearer tokens** (Cognito ID tokens).

**To try it out**: call \`POST /api/v1/auth/login\`, copy \`accessToken\` from the answer, press **Authorize** and paste it
under *bearer*. Access tokens last a quarter of an hour; sign in again when you see 401. Then create an API client, issue
it a credential, and trade that at \`POST /oauth/token\`.
`;

/** The OpenAPI document of the whole API. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('B2B auth broker')
    .setDescription(DESCRIPTION.trim())
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: '`accessToken` of `POST /api/v1/auth/login`.',
    })
    .addBasicAuth({
      type: 'http',
      scheme: 'basic',
      description: 'Client id and credential, for /oauth/token.',
    })
    .addTag('Sign-in', 'People of partners and operators.')
    .addTag('Registrations', 'Partners apply, operators approve.')
    .addTag('API clients', 'Partner systems.')
    .addTag('Credentials', 'The long-term secrets of an API client.')
    .addTag('Audit', 'Who did what.')
    .addTag('OAuth', 'What partners’ backends call.')
    .addTag('Health', 'What orchestrators call.')
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/** Swagger UI at /docs, the document at /docs-json. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'B2B auth broker',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true, tryItOutEnabled: true },
  });
}
