// Asks /board/data every two seconds and shows it. Text is set as text only: nothing of a report becomes markup.

const roles = ['frontend', 'controller', 'etcd', 'worker'];
const words = { silent: 'nothing heard', running: 'under way', failed: 'hangs', done: 'done' };
const day = 86_400_000;

function make(name, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

function draw(name, { text, ...attributes }) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function ago(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s ago`;
  return seconds < 5400
    ? `${Math.round(seconds / 60)} min ago`
    : `${Math.round(seconds / 3600)} h ago`;
}

const firstRole = (node) => roles.find((role) => node.roles.includes(role)) ?? 'worker';

function currentStep(node) {
  return (
    node.steps.find(({ state }) => state === 'failed') ??
    node.steps.find(({ state }) => state === 'running') ??
    node.steps.find(({ state }) => state === 'waiting')
  );
}

function nodeHead(node, now) {
  const step = currentStep(node);
  const head = make('summary', {}, make('strong', { text: node.name }), ' ');
  head.append(make('span', { class: 'state', text: words[node.state] }));
  const where = step === undefined ? '' : ` · ${step.name}, ${step.seconds} s`;
  const heard = node.reportedAt === undefined ? '' : ` · ${ago(now - node.reportedAt)}`;
  head.append(make('span', { class: 'faint', text: `${where}${heard}` }));
  if (step?.state === 'failed') head.append(make('div', { class: 'state', text: step.detail }));
  return head;
}

function nodeCard(node, now, open) {
  const card = make('details', { class: `node ${node.state}`, 'data-node': node.name });
  card.open = open;
  const given = node.given.map(({ file, at }) => `${file} ${ago(now - at)}`).join(', ');
  const facts = `${node.address} · ${node.roles.join(', ')} · ${given === '' ? 'no document given' : `given: ${given}`}`;
  card.append(nodeHead(node, now), make('div', { class: 'faint', text: facts }));
  const steps = make('ol');
  for (const { name, state, seconds, detail } of node.steps) {
    const line = make('li', { class: state }, `${name} `);
    line.append(make('span', { class: 'state', text: state }));
    line.append(make('span', { class: 'faint', text: ` ${seconds} s ${detail}` }));
    steps.append(line);
  }
  card.append(steps);
  return card;
}

function showNodes({ nodes, now }) {
  const place = document.getElementById('nodes');
  const open = new Set(
    [...place.querySelectorAll('details[open]')].map(({ dataset }) => dataset.node),
  );
  const focused = document.activeElement?.closest('details.node')?.dataset.node;
  const groups = roles.flatMap((role) => {
    const own = nodes.filter((node) => firstRole(node) === role);
    if (own.length === 0) return [];
    const grid = make('div', { class: 'grid' });
    grid.append(...own.map((node) => nodeCard(node, now, open.has(node.name))));
    return [make('h3', { text: role }), grid];
  });
  place.replaceChildren(...groups);
  const again = [...place.querySelectorAll('details')].find(
    ({ dataset }) => dataset.node === focused,
  );
  again?.querySelector('summary').focus();
}

/** A column for each role, a line for each pair of nodes that talk. */
function showTopology({ nodes, links }) {
  const names = new Map(nodes.map((node) => [node.name, node]));
  const nodeOf = (end) => end.slice(end.lastIndexOf('@') + 1);
  const known = links.filter(({ from, to }) => names.has(nodeOf(from)) && names.has(nodeOf(to)));
  document.getElementById('topology').hidden = known.length === 0 || nodes.length > 60;
  const columns = roles
    .map((role) => nodes.filter((node) => firstRole(node) === role))
    .filter((column) => column.length > 0);
  const height = 30 + 44 * Math.max(...columns.map((column) => column.length));
  const width = 200 * columns.length;
  const places = new Map();
  columns.forEach((column, x) => {
    for (const [y, { name }] of column.entries()) {
      places.set(name, { x: 200 * x + 5, y: 28 + 44 * y });
    }
  });
  const label = `${nodes.length} nodes and who dials whom; the list below says the same`;
  const svg = draw('svg', {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': label,
  });
  const pairs = new Set(known.map(({ from, to }) => `${nodeOf(from)} ${nodeOf(to)}`));
  for (const pair of pairs) {
    const [a, b] = pair.split(' ').map((name) => places.get(name));
    if (a === b) continue;
    svg.append(draw('line', { x1: a.x + 80, y1: a.y + 15, x2: b.x + 80, y2: b.y + 15 }));
  }
  columns.forEach((column, x) => {
    svg.append(draw('text', { class: 'role', x: 200 * x + 5, y: 16, text: firstRole(column[0]) }));
    for (const node of column) {
      const { x: left, y: top } = places.get(node.name);
      svg.append(
        draw('rect', { class: node.state, x: left, y: top, width: 160, height: 30, rx: 5 }),
      );
      const name = node.name.length > 19 ? `${node.name.slice(0, 18)}…` : node.name;
      svg.append(draw('text', { x: left + 10, y: top + 20, text: name }));
    }
  });
  document.getElementById('picture').replaceChildren(svg);
  const lines = [...new Set(known.map(({ from, to, port }) => `${from} → ${to} :${port}`))];
  document.getElementById('links').replaceChildren(...lines.map((text) => make('li', { text })));
}

function showCertificates({ certificates, now }) {
  document.getElementById('certificates').hidden = certificates.length === 0;
  const rows = certificates.map(({ name, notAfter }) => {
    const days = Math.floor((Date.parse(notAfter) - now) / day);
    const text = days < 0 ? 'ended' : `${days} days`;
    const left = make('td', { class: days < 60 ? 'soon' : '', text });
    return make(
      'tr',
      {},
      make('th', { scope: 'row', text: name }),
      left,
      make('td', { class: 'faint', text: notAfter.slice(0, 10) }),
    );
  });
  const first = make('table', {}, ...rows.slice(0, 5));
  const more = make(
    'details',
    {},
    make('summary', { text: `${rows.length - 5} more` }),
    make('table', {}, ...rows.slice(5)),
  );
  document.getElementById('expiry').replaceChildren(first, ...(rows.length > 5 ? [more] : []));
}

let shown = '';
function show(data) {
  const count = (state) => data.nodes.filter((node) => node.state === state).length;
  document.title = `${data.cluster}: ${count('done')} of ${data.nodes.length} done`;
  document.getElementById('title').textContent = `${data.cluster} · Kubernetes ${data.kubernetes}`;
  const summary = Object.keys(words)
    .map((state) => `${count(state)} ${words[state]}`)
    .join(' · ');
  document.getElementById('summary').textContent = summary;
  showNodes(data);
  const rest = JSON.stringify([
    data.nodes.map(({ state }) => state),
    data.links,
    data.certificates,
  ]);
  if (rest === shown) return;
  shown = rest;
  showTopology(data);
  showCertificates(data);
}

async function look() {
  const trouble = document.getElementById('trouble');
  try {
    const answer = await fetch('data', { cache: 'no-store' });
    if (!answer.ok)
      throw new Error(
        answer.status === 401
          ? 'the administrator’s token is needed: reload the page'
          : `HTTP ${answer.status}`,
      );
    show(await answer.json());
    trouble.hidden = true;
  } catch (error) {
    trouble.textContent = `The server does not answer: ${error.message}. What is below may be old.`;
    trouble.hidden = false;
  }
  setTimeout(look, document.hidden ? 10_000 : 2000);
}

look();
