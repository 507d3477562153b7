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
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'sandbox-is-for-trying-out',
      comment:
        'The product does not depend on its simulators; only the sandbox and demo commands start them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(sandbox|small-odoo|staging|cli)/' },
      to: { path: '^src/(sandbox|small-odoo|staging)/' },
    },
    {
      name: 'sandbox-stands-alone',
      comment: 'A simulator that shares code with what it tests shares its mistakes.',
      severity: 'error',
      from: { path: '^src/(sandbox|small-odoo|staging)/' },
      to: { path: '^src/(cli|app|server|sync|addon|odoo|mailchimp|store|config|core)/' },
    },
    {
      name: 'no-dev-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    onlyIn('odoo-await', '^src/odoo/transport/xml-rpc\\.ts$'),
    onlyIn('bottleneck', '^src/(mailchimp/rate-limiter|support/at-most)\\.ts$'),
    onlyIn('axios', '^src/support/http/'),
    onlyIn('cli-table3', '^src/cli/output/text-table\\.ts$'),
    onlyIn('commander', '^src/cli/'),
    onlyIn('kysely', '^src/store/'),
    onlyIn('hono', '^src/(server|sandbox|small-odoo)/'),
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
