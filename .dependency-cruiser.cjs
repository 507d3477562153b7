/** The rooms of the house, top to bottom: a room imports from those below it, never from a sibling. */
const floors = [
  ['cli'],
  ['app'],
  ['server'],
  ['sync', 'addon'],
  ['consent'],
  ['config'],
  ['objects'],
  ['odoo', 'mailchimp', 'store'],
  ['core'],
  ['support'],
];

const rooms = floors.flatMap((floor, level) => floor.map((room) => ({ room, level })));
const forbiddenRooms = ({ room, level }) =>
  rooms.filter((other) => other.room !== room && other.level <= level).map((other) => other.room);

const layerRules = rooms
  .map((entry) => ({ ...entry, above: forbiddenRooms(entry) }))
  .filter(({ above }) => above.length > 0)
  .map(({ room, above }) => ({
    name: `${room}-imports-only-below`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: `^src/(${above.join('|')})/` },
  }));

/** A package that only one place may import, so that it can be replaced there. */
const onlyIn = (name, path) => ({
  name: `only-${name}-in-its-place`,
  severity: 'error',
  from: { path: '^src/', pathNot: path },
  to: { path: `node_modules/${name}/` },
});

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'only-consent-decides',
      comment: 'What says of somebody whether they are mailed has a type that no other room can make (B45).',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/consent/' },
      to: { path: '^src/consent/decided\\.ts$' },
    },
    {
      name: 'only-consent-writes-opt-outs',
      comment: 'Opt-outs of subscriptions that are there, and the blacklist (B45).',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/consent/' },
      to: { path: '^src/odoo/people/(blacklist|opt-out-dates|write-opt-outs)\\.ts$' },
    },
    {
      name: 'consent-needs-nothing-else',
      comment:
        'What it does not know can’t keep it back: mapping, tags, merge fields, customers, the addon, and their configuration (B45).',
      severity: 'error',
      from: { path: '^src/consent/' },
      to: {
        path: [
          '^src/(config|objects)/',
          '^src/core/(mapping|merge)/',
          '^src/core/(addon-names|field-value|person-name|sync-base|tags)\\.ts$',
          '^src/mailchimp/(interest-group|merge-field|tags)\\.ts$',
          '^src/odoo/people/(ensure-named|people-sources|read-people|select-records|source-model|source-records)\\.ts$',
          '^src/odoo/records/(related-records|read-places)\\.ts$',
        ],
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'simulators-are-for-trying-out',
      comment:
        'The product does not depend on its simulators; only the sandbox and demo commands start them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(small-odoo|staging|cli)/' },
      to: { path: '^(src/(small-odoo|staging)|packages)/' },
    },
    {
      name: 'sandbox-for-its-commands',
      comment: 'It is loaded by those who want it.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/(commands/sandbox\\.ts|demo/)' },
      to: { path: '^packages/' },
    },
    {
      name: 'simulators-stand-alone',
      comment: 'A simulator that shares code with what it tests shares its mistakes.',
      severity: 'error',
      from: { path: '^src/(small-odoo|staging)/' },
      to: { path: '^(src/(cli|app|server|sync|addon|odoo|mailchimp|store|config|core)|packages)/' },
    },
    {
      name: 'packages-stand-alone',
      comment: 'What is installed without the bridge has nothing of it.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(src|test|bench|scripts)/' },
    },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      from: { path: '^(src|packages/[^/]+/src)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    onlyIn('odoo-await', '^src/odoo/transport/xml-rpc\\.ts$'),
    onlyIn('bottleneck', '^src/(mailchimp/rate-limiter|support/at-most)\\.ts$'),
    onlyIn('axios', '^src/support/http/'),
    onlyIn('cli-table3', '^src/cli/output/text-table\\.ts$'),
    onlyIn('commander', '^src/cli/'),
    onlyIn('kysely', '^src/store/'),
    onlyIn('hono', '^src/(server|small-odoo)/'),
    onlyIn('prom-client', '^src/server/'),
    onlyIn('croner', '^src/(app|config)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
