/** The rules of the house (docs/architecture.md): imports run one way. */
const FEATURES = '^src/(clients|tokens|admin)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Nothing imports itself by a detour.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'aws-only-in-adapters',
      comment: 'The SDK is known to the adapters alone.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/aws/' },
      to: { path: '@aws-sdk|@smithy' },
    },
    {
      name: 'adapters-only-by-composition',
      comment: 'Adapters are known only to the composition root and the command line.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(aws/|app\\.module\\.ts|cli/)|\\.spec\\.ts$' },
      to: { path: '^src/aws/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'The aggregate does no I/O and knows no framework.',
      severity: 'error',
      from: { path: '^src/clients/domain/', pathNot: '\\.spec\\.ts$' },
      to: { path: '@nestjs|fastify|^src/(aws|config|work)/|/ports/|\\.(service|controller)\\.ts$' },
    },
    {
      name: 'ports-know-no-services',
      comment: 'A port is a contract: it knows the domain alone.',
      severity: 'error',
      from: { path: '/ports/|-store\\.ts$', pathNot: '^src/aws/' },
      to: { path: '@nestjs|\\.(service|controller|module|dto)\\.ts$|^src/aws/' },
    },
    {
      name: 'controllers-are-entered-from-outside',
      comment: 'controller -> service -> domain: nothing imports a controller but its module.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.module\\.ts$' },
      to: { path: '\\.controller\\.ts$' },
    },
    {
      name: 'clients-stand-below',
      comment: 'tokens and admin stand on clients, never the other way round.',
      severity: 'error',
      from: { path: '^src/clients/' },
      to: { path: '^src/(tokens|admin)/' },
    },
    {
      name: 'tokens-and-admin-apart',
      comment: 'The two do not know each other.',
      severity: 'error',
      from: { path: '^src/(tokens|admin)/' },
      to: { path: FEATURES, pathNot: ['^src/$1/', '^src/clients/'] },
    },
    {
      name: 'ground-floor',
      comment:
        'tenants, audit, cut-offs, usage, limits, fleet and idempotency are what the features stand on.',
      severity: 'error',
      from: { path: '^src/(tenants|audit|cut-offs|usage|limits|fleet|idempotency)/' },
      to: { path: FEATURES },
    },
    {
      name: 'common-knows-nothing-else',
      comment: 'common is the ground: it imports itself alone.',
      severity: 'error',
      from: { path: '^src/common/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/(?!common/)' },
    },
    {
      name: 'product-knows-no-tools',
      comment: 'What ships never imports the development stack or the tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(dev|test)/' },
    },
    {
      name: 'packages-stand-alone',
      comment: 'What others install knows neither the broker nor the other package.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/' },
      to: { path: '^(src|dev|test|examples|packages)/|@aws-sdk', pathNot: '^packages/$1/src/' },
    },
    {
      name: 'broker-knows-no-packages',
      comment: 'The broker stands without what is made for its users.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(packages|examples)/' },
    },
    {
      name: 'frameworks-at-their-entries',
      comment: 'A framework is known to the one file that is made for it.',
      severity: 'error',
      from: { path: '^packages/verifier/src/', pathNot: '/(fastify|nest)\\.ts$' },
      to: { path: '/node_modules/(@nestjs|fastify|express)/|^node_modules/(@nestjs|fastify|express)/' },
    },
    {
      name: 'consumer-needs-nothing',
      comment: 'The consumer has no dependencies.',
      severity: 'error',
      from: { path: '^packages/consumer/src/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/@types/node' },
    },
    {
      name: 'examples-are-users',
      comment: 'Examples import what a user can.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(src|dev|test)/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'What is imported is declared.',
      severity: 'error',
      // What the portal needs is built into it: to who installs the broker it is a tool.
      from: { path: '^(src|packages/[^/]+/src)/', pathNot: '\\.spec\\.ts$|^packages/portal/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'no-orphans',
      comment: 'Every file is reached from somewhere.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|packages/[^/]+/src)/',
        pathNot: '\\.spec\\.ts$|\\.d\\.ts$|^src/(main|cli/index)\\.ts$',
      },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};
