// Figures of how the house is built, by reading the sources: `npm run house`, with `-- --files` the files behind them.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { install, root } from './prepare.mjs';

install();
const { default: ts } = await import('typescript');

/** Where a path of calls begins, and the calls of the other side it ends in; by name, for there is one of each. */
const ways = {
  'functions between an API page and the Odoo write': {
    from: ['importAudience'],
    to: ['createRecords', 'updateRecords'],
  },
  'functions between an edited contact and the batch call': { from: ['autoUpdate'], to: ['pushBatch'] },
};

const sources = readdirSync(join(root, 'src'), { recursive: true })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readSource(join('src', name)))
  .sort((a, b) => a.file.localeCompare(b.file));

/** Neither the room of the types, nor the simulators and servers for tests; a migration speaks of what was. */
const product = sources.filter(
  ({ file }) => !/^src\/(objects|small-odoo|staging|store\/migrations)\//u.test(file),
);

function readSource(file) {
  const tree = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );
  const strings = new Set();
  const words = new Set();
  visit(tree, (node) => {
    if (ts.isStringLiteralLike(node)) strings.add(node.text);
    else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) strings.add(node.text);
    else if (ts.isIdentifier(node)) words.add(node.text);
  });
  return { file, tree, strings: [...strings], words: [...words] };
}

function visit(node, look) {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

/** A literal, inside a longer text as well where it stands in quotes: `('res.partner', …)`. */
const says = ({ strings }, model) =>
  strings.some((text) => text === model || new RegExp(`'${model.replace('.', '\\.')}'`, 'u').test(text));

const namesPartner = (source) => says(source, 'res.partner');

const customerWord =
  /^(partnerIds?|partner_id|byPartners|customers?|byCustomerId|customer[A-Z]\w*|makesCustomer)$/u;
const contactWord = /^(contacts?|contactIds?|contact_id|byContacts|contact[A-Z]\w*)$/u;

/** By a literal, by ids of the second type beside the first one's, or by a pair of names. */
function tiesTypes(source) {
  const { words } = source;
  if (namesPartner(source)) return true;
  const isPair =
    words.some((word) => customerWord.test(word)) && words.some((word) => contactWord.test(word));
  return isPair;
}

function importsOf({ file, tree }) {
  const found = [];
  visit(tree, (node) => {
    const path = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : null;
    if (path?.text.startsWith('.')) found.push(resolveFrom(file, path.text));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      found.push(resolveFrom(file, node.arguments[0].text));
  });
  return found;
}

function resolveFrom(file, path) {
  return relative(root, resolve(root, dirname(file), path.replace(/\.js$/u, '.ts')));
}

function importedByOneSibling() {
  const importers = new Map(sources.map(({ file }) => [file, new Set()]));
  for (const source of sources) for (const path of importsOf(source)) importers.get(path)?.add(source.file);
  return [...importers].flatMap(([file, by]) => {
    const [only] = by;
    return by.size === 1 && dirname(only) === dirname(file) ? [file] : [];
  });
}

/** Exported shapes that hold an e-mail address, a member or a person. */
const personal = ['address', 'email', 'member', 'person', 'known', 'record'];

function shapesOfAPerson() {
  const rooms = /^src\/(sync|consent|odoo\/people|objects|mailchimp\/member|store\/binding)/u;
  return product
    .concat(sources.filter(({ file }) => file.startsWith('src/objects/')))
    .flatMap(({ file, tree }) =>
      tree.statements.flatMap((statement) => {
        if (!rooms.test(file) || !ts.isInterfaceDeclaration(statement)) return [];
        const isExported =
          statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
        const isPersonal = statement.members.some(
          (member) => ts.isPropertySignature(member) && personal.includes(member.name.getText()),
        );
        return isExported && isPersonal ? [`${statement.name.text} (${file})`] : [];
      }),
    );
}

/** Functions at the top of a file by `file#name`, with those they mention. */
function callGraph() {
  const graph = new Map();
  for (const { file, tree } of sources) {
    const known = new Map();
    const own = [];
    for (const statement of tree.statements) {
      if (ts.isImportDeclaration(statement)) addImports(file, statement, known);
      if (ts.isFunctionDeclaration(statement) && statement.name) own.push([statement.name.text, statement]);
      if (ts.isVariableStatement(statement))
        for (const declared of statement.declarationList.declarations)
          if (ts.isIdentifier(declared.name)) own.push([declared.name.text, declared]);
    }
    for (const [name] of own) known.set(name, `${file}#${name}`);
    for (const [name, node] of own) graph.set(`${file}#${name}`, mentionsIn(node, known));
  }
  return graph;
}

function addImports(file, { moduleSpecifier, importClause }, known) {
  const named = importClause?.namedBindings;
  if (importClause?.isTypeOnly || !named || !ts.isNamedImports(named)) return;
  if (!moduleSpecifier.text.startsWith('.')) return;
  for (const { name, propertyName, isTypeOnly } of named.elements)
    if (!isTypeOnly)
      known.set(name.text, `${resolveFrom(file, moduleSpecifier.text)}#${(propertyName ?? name).text}`);
}

function mentionsIn(node, known) {
  const found = new Set();
  visit(node, (each) => {
    const isProperty = ts.isPropertyAccessExpression(each.parent ?? each) && each.parent.name === each;
    if (ts.isIdentifier(each) && !isProperty && known.has(each.text)) found.add(known.get(each.text));
  });
  return found;
}

/** Every function that lies on some path of calls from one of the names to another. */
function between(graph, { from, to }) {
  const backwards = new Map();
  for (const [caller, callees] of graph)
    for (const callee of callees) backwards.set(callee, [...(backwards.get(callee) ?? []), caller]);
  const after = reached(from, (name) => graph.get(name) ?? [], graph);
  const before = reached(to, (name) => backwards.get(name) ?? [], graph);
  return [...after].filter((name) => before.has(name));
}

function reached(names, next, graph) {
  const open = [...graph.keys()].filter((key) => names.includes(key.split('#')[1]));
  const found = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop())
    for (const each of next(name))
      if (graph.has(each) && !found.has(each)) open.push(each) && found.add(each);
  return found;
}

export function houseFigures() {
  const files = (all) => all.map(({ file }) => file);
  const graph = callGraph();
  return {
    'product files that name res.partner': files(product.filter(namesPartner)),
    'product files that tie contact and customer together': files(product.filter(tiesTypes)),
    'files imported by one sibling only': importedByOneSibling(),
    'shapes of a person': shapesOfAPerson(),
    ...Object.fromEntries(Object.entries(ways).map(([what, way]) => [what, between(graph, way)])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [what, found] of Object.entries(houseFigures())) {
    process.stdout.write(`${String(found.length).padStart(4)}  ${what}\n`);
    if (process.argv.includes('--files'))
      process.stdout.write(found.map((each) => `        ${each}\n`).join(''));
  }
}
