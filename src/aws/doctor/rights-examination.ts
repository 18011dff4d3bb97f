import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Config } from '../../config/config.js';
import type { Examination, Finding } from '../../doctor/finding.js';
import { secretHash } from '../cognito/secret-hash.js';
import { isDenied } from './not-looked-at.js';

type Attempt = readonly [action: string, send: (options: { abortSignal: AbortSignal }) => Promise<unknown>];

/** The item and the user that are tried on; no other has their names. */
const KEY = { PK: 'DOCTOR', SK: 'DOCTOR' };
const NOBODY = 'b2b-auth-broker-doctor';

/**
 * Tries every call that the broker makes, on an item and users that are nobody's. Only that access is denied is of
 * interest: whatever else is said shows that the right is there.
 */
export class RightsExamination implements Examination {
  readonly name = 'rights in AWS';

  constructor(
    private readonly documents: DynamoDBDocumentClient,
    private readonly cognito: CognitoIdentityProviderClient,
    private readonly config: Config,
  ) {}

  async run(signal: AbortSignal): Promise<Finding[]> {
    const findings: Finding[] = [];
    for (const [action, send] of [...this.onTable(), ...this.onMachines(), ...this.onPeople()])
      await send({ abortSignal: signal }).catch((error: unknown) => {
        if (isDenied(error)) findings.push(missing(action));
      });
    return findings;
  }

  private onTable(): Attempt[] {
    const TableName = this.config.tableName;
    const at = { TableName, Key: KEY };
    const documents = this.documents;
    const query = {
      TableName,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': KEY.PK },
    };
    const onIndex = (IndexName: string): Attempt => {
      const command = new QueryCommand({
        ...query,
        IndexName,
        KeyConditionExpression: `${IndexName}PK = :pk`,
      });
      return [`dynamodb:Query on ${IndexName}`, (o) => documents.send(command, o)];
    };
    const check = { ConditionCheck: { ...at, ConditionExpression: 'attribute_exists(PK)' } };
    return [
      ['dynamodb:DescribeTable', (o) => documents.send(new DescribeTableCommand({ TableName }), o)],
      ['dynamodb:PutItem', (o) => documents.send(new PutCommand({ TableName, Item: KEY }), o)],
      ['dynamodb:GetItem', (o) => documents.send(new GetCommand(at), o)],
      [
        'dynamodb:BatchGetItem',
        (o) => documents.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [KEY] } } }), o),
      ],
      ['dynamodb:Query', (o) => documents.send(new QueryCommand(query), o)],
      onIndex('GSI1'),
      onIndex('GSI2'),
      [
        'dynamodb:UpdateItem',
        (o) => documents.send(new UpdateCommand({ ...at, UpdateExpression: 'REMOVE nothing' }), o),
      ],
      [
        'dynamodb:ConditionCheckItem',
        (o) => documents.send(new TransactWriteCommand({ TransactItems: [check] }), o),
      ],
      ['dynamodb:DeleteItem', (o) => documents.send(new DeleteCommand(at), o)],
    ];
  }

  private onMachines(): Attempt[] {
    const { machines } = this.config;
    const UserPoolId = machines.userPoolId;
    const nobody = { UserPoolId, Username: NOBODY };
    const AuthParameters = {
      USERNAME: NOBODY,
      PASSWORD: 'none',
      SECRET_HASH: secretHash(NOBODY, machines),
    };
    const auth = { UserPoolId, ClientId: machines.clientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const };
    const { cognito } = this;
    return [
      ...this.onUsers('machines', UserPoolId),
      ['cognito-idp:DescribeUserPool', (o) => cognito.send(new DescribeUserPoolCommand({ UserPoolId }), o)],
      [
        'cognito-idp:AdminSetUserPassword',
        (o) => cognito.send(new AdminSetUserPasswordCommand({ ...nobody, Password: NOBODY }), o),
      ],
      [
        'cognito-idp:AdminUpdateUserAttributes',
        (o) => cognito.send(new AdminUpdateUserAttributesCommand({ ...nobody, UserAttributes: [] }), o),
      ],
      [
        'cognito-idp:AdminInitiateAuth',
        (o) => cognito.send(new AdminInitiateAuthCommand({ ...auth, AuthParameters }), o),
      ],
    ];
  }

  private onPeople(): Attempt[] {
    return this.onUsers('people', this.config.people.userPoolId);
  }

  /** The user is gone again at the end, and nobody is mailed. */
  private onUsers(pool: string, UserPoolId: string): Attempt[] {
    const { cognito } = this;
    const nobody = { UserPoolId, Username: NOBODY };
    const create = { ...nobody, MessageAction: 'SUPPRESS' as const, DesiredDeliveryMediums: [] };
    return [
      [`cognito-idp:AdminCreateUser (${pool})`, (o) => cognito.send(new AdminCreateUserCommand(create), o)],
      [`cognito-idp:AdminGetUser (${pool})`, (o) => cognito.send(new AdminGetUserCommand(nobody), o)],
      [`cognito-idp:AdminDeleteUser (${pool})`, (o) => cognito.send(new AdminDeleteUserCommand(nobody), o)],
      [
        `cognito-idp:ListUsers (${pool})`,
        (o) => cognito.send(new ListUsersCommand({ UserPoolId, Limit: 1 }), o),
      ],
    ];
  }
}

function missing(action: string): Finding {
  return {
    severity: 'error',
    setting: `rights.${action}`,
    what: `${action} is denied`,
    why: 'the broker makes this call; without it a part of it answers 503',
    mend: 'allow it to the role that the broker runs as: docs/operations.md, "Rights in AWS"',
  };
}
