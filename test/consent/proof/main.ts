// The proof by exhaustive search: npm run prove [-- --depth=N --transitions=N], the latter for each policy. Prints states, transitions and depth; exit code 1 when a
// rule of consent can be broken.
import { parseArgs } from 'node:util';
import { productRules } from './bridge.js';
import { explore } from './explore.js';

const { values } = parseArgs({
  options: {
    depth: { type: 'string', default: '12' },
    transitions: { type: 'string', default: '4000000' },
  },
});
const searched = [
  { resubscribe: 'never', on_odoo_delete: 'none' },
  { resubscribe: 'pending', on_odoo_delete: 'unsubscribe' },
  { resubscribe: 'subscribed', on_odoo_delete: 'archive' },
] as const;
let total = 0;
for (const { resubscribe, on_odoo_delete } of searched) {
  const policies = {
    resubscribe,
    new_member_status: 'subscribed',
    on_cleaned: 'blacklist',
    on_odoo_delete,
  } as const;
  const started = Date.now();
  const { states, transitions, depth, found } = explore(productRules(policies), {
    depth: Number(values.depth),
    transitions: Number(values.transitions),
    progress: ({ depth, states, transitions }) =>
      console.log(`  depth ${depth}: ${states} states, ${transitions} transitions`),
  });
  total += transitions;
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(
    `resubscribe: ${resubscribe}, on_odoo_delete: ${on_odoo_delete}  ${states} states, ${transitions} transitions, depth ${depth}, ${seconds} s`,
  );
  for (const { rule, story } of found) {
    process.exitCode = 1;
    console.log(`\n  ${rule}:\n${story.map((step, index) => `    ${index + 1}. ${step}`).join('\n')}\n`);
  }
}
console.log(`${total} transitions in all`);
