/**
 * Elements as values, and the one function that makes a page of them. A render changes only what differs, so that what
 * has the focus, is selected, scrolled or unfolded stays so. Text becomes text nodes; there is no way to give markup.
 */

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'path', 'line', 'circle', 'rect', 'polyline']);
const VALUE = Symbol('value');

/**
 * An element.
 *
 * props: `key` (its name among its siblings), `class`, `on` (handlers by event), `style` (CSS properties by name), `init`
 * (properties that are set once, when the element is made), `island` ({mount, update, unmount}: who owns what is inside),
 * `with` (what an island is updated with); all others are attributes, absent where null, undefined or false.
 * children: elements, texts, numbers, or lists of them; null, undefined and false are left out.
 */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, key: props?.key, children: flat(children, []) };
}

/** Makes the children of a parent what is given. */
export function render(parent, ...children) {
  patchChildren(parent, flat(children, []));
}

function flat(from, into) {
  for (const one of from) {
    if (Array.isArray(one)) {
      flat(one, into);
    } else if (one !== null && one !== undefined && one !== false) {
      into.push(typeof one === 'object' ? one : { text: visible(String(one)) });
    }
  }
  return into;
}

/** Characters that cannot be seen, or that turn the text around them, become a sign that something was there. */
function visible(text) {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '\uFFFD');
}

function patchChildren(parent, wanted) {
  const old = [...parent.childNodes];
  const keyed = new Map();
  const plain = [];
  for (const node of old) {
    const key = node[VALUE]?.key;
    if (key === undefined) {
      plain.push(node);
    } else {
      keyed.set(key, node);
    }
  }
  let next = 0;
  const nodes = wanted.map((value) => {
    let found;
    if (value.key !== undefined) {
      found = keyed.get(value.key);
    } else {
      found = plain[next];
      next += 1;
    }
    return found && fits(found, value) ? patch(found, value) : create(value);
  });
  const kept = new Set(nodes);
  for (const node of old) {
    if (!kept.has(node)) {
      forget(node);
      node.remove();
    }
  }
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) {
      at = at.nextSibling;
    } else {
      place(parent, node, at);
    }
  }
}

/** A move keeps focus and frames where the browser knows how to move. */
function place(parent, node, before) {
  if (node.isConnected && parent.moveBefore) {
    parent.moveBefore(node, before);
  } else {
    parent.insertBefore(node, before);
  }
}

function fits(node, value) {
  const was = node[VALUE];
  if (value.text !== undefined) {
    return node.nodeType === Node.TEXT_NODE;
  }
  return was !== undefined && was.tag === value.tag && was.key === value.key;
}

function create(value) {
  if (value.text !== undefined) {
    const text = document.createTextNode(value.text);
    text[VALUE] = value;
    return text;
  }
  const element = SVG_TAGS.has(value.tag) ? document.createElementNS(SVG, value.tag) : document.createElement(value.tag);
  element[VALUE] = { tag: value.tag, key: value.key, props: {} };
  for (const [name, set] of Object.entries(value.props.init ?? {})) {
    element[name] = set;
  }
  patch(element, value);
  if (value.props.island) {
    value.props.island.mount(element, value.props.with);
  }
  return element;
}

function patch(node, value) {
  if (value.text !== undefined) {
    if (node.data !== value.text) {
      node.data = value.text;
    }
    node[VALUE] = value;
    return node;
  }
  const was = node[VALUE].props;
  attributes(node, was, value.props);
  handlers(node, was.on ?? {}, value.props.on ?? {});
  styles(node, was.style ?? {}, value.props.style ?? {});
  const mounted = was.island !== undefined;
  node[VALUE] = { tag: value.tag, key: value.key, props: value.props };
  if (!value.props.island) {
    patchChildren(node, value.children);
  } else if (mounted) {
    value.props.island.update(node, value.props.with);
  }
  return node;
}

const OWN = new Set(['key', 'on', 'style', 'init', 'island', 'with']);

function attributes(node, was, now) {
  for (const name of Object.keys(was)) {
    if (!OWN.has(name) && (now[name] === undefined || now[name] === null || now[name] === false)) {
      node.removeAttribute(name);
    }
  }
  for (const [name, value] of Object.entries(now)) {
    if (OWN.has(name) || value === undefined || value === null || value === false) {
      continue;
    }
    const text = value === true ? '' : String(value);
    if (node.getAttribute(name) !== text) {
      node.setAttribute(name, text);
    }
  }
}

function handlers(node, was, now) {
  for (const name of Object.keys(was)) {
    if (!now[name]) {
      node[`on${name}`] = null;
    }
  }
  for (const [name, handler] of Object.entries(now)) {
    node[`on${name}`] = handler;
  }
}

function styles(node, was, now) {
  for (const name of Object.keys(was)) {
    if (!(name in now)) {
      node.style.removeProperty(name);
    }
  }
  for (const [name, value] of Object.entries(now)) {
    if (was[name] !== value) {
      node.style.setProperty(name, value);
    }
  }
}

function forget(node) {
  node[VALUE]?.props?.island?.unmount(node);
  for (const child of node.childNodes) {
    forget(child);
  }
}
