/**
 * Runs inside each frame (isolated world) and reads what the frame says and shows. Self-contained: its source is sent
 * to the page.
 */
import type { Box } from '../../../storage/vocabulary/page-model.ts';
import type { FrameModel, ReadingLimits } from './frame-model.ts';

/**
 * Reads one frame with its open shadow roots. Element properties are read through the prototypes' own accessors: a form
 * control named `children` or an image named `body` replaces the property on its form or document, also in our world.
 */
export function readFrame(limits: ReadingLimits): FrameModel {
  const until = performance.now() + limits.budgetMs;
  let cut = false;
  type Getter<T> = (of: object) => T;
  const getter = (prototype: object, name: string): Getter<unknown> => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
    return (of) => descriptor?.get?.call(of);
  };
  const bodyOf = getter(Document.prototype, 'body') as Getter<HTMLElement | null>;
  const rootOf = getter(Document.prototype, 'documentElement') as Getter<HTMLElement | null>;
  const titleOf = getter(Document.prototype, 'title') as Getter<string>;
  const childrenOf = getter(Element.prototype, 'children') as Getter<HTMLCollection>;
  const shadowOf = getter(Element.prototype, 'shadowRoot') as Getter<ShadowRoot | null>;
  const localNameOf = getter(Element.prototype, 'localName') as Getter<string>;
  const parentOf = getter(Node.prototype, 'parentElement') as Getter<Element | null>;
  const contentOf = getter(Node.prototype, 'textContent') as Getter<string | null>;
  const renderedOf = getter(HTMLElement.prototype, 'innerText') as Getter<string>;
  const previousOf = getter(Node.prototype, 'previousSibling') as Getter<Node | null>;
  const nodesOf = getter(Node.prototype, 'childNodes') as Getter<NodeListOf<ChildNode>>;
  const holds = (outer: Node, inner: Node): boolean => Node.prototype.contains.call(outer, inner);
  const attribute = (element: Element, name: string): string | null =>
    Element.prototype.getAttribute.call(element, name);
  const methodOf = (form: Element): string => (attribute(form, 'method') ?? 'get').toLowerCase().slice(0, 20);
  const squeeze = (text: string | null | undefined, most: number): string =>
    (text ?? '').replace(/\s+/g, ' ').trim().slice(0, most);
  const altOf = (image: Element): string => squeeze(attribute(image, 'alt'), 200);
  const absolute = (url: string | null): string | null => {
    if (url === null) return null;
    try {
      return new URL(url, document.baseURI).href.slice(0, 2000);
    } catch {
      return url.slice(0, 2000);
    }
  };
  const rectangle = (element: Element): DOMRect => Element.prototype.getBoundingClientRect.call(element);
  const { round } = Math;
  const onPage = (x: number, y: number, width: number, height: number): Box => {
    return { x: round(x + scrollX), y: round(y + scrollY), width: round(width), height: round(height) };
  };
  const boxOf = (element: Element): Box | null => {
    const { x, y, width, height } = rectangle(element);
    if (width <= 0 || height <= 0) return null;
    return onPage(x, y, width, height);
  };
  const isVisible = (element: Element): boolean => {
    if (boxOf(element) === null) return false;
    const style = getComputedStyle(element);
    return style.visibility !== 'hidden' && Number(style.opacity) > 0.05;
  };
  const textOf = (node: Node | null, most = 200): string => {
    if (node instanceof HTMLElement) return squeeze(renderedOf(node), most);
    return squeeze(node ? contentOf(node) : '', most);
  };
  const labelText = (text: string): string => squeeze(text, 60).replace(/^[*＊\s]+|[\s::*＊]+$/gu, '');

  // Every element in document order, open shadow roots after their host.
  const elements: Element[] = [];
  const shadows: ShadowRoot[] = [];
  const stack: Element[] = [rootOf(document)].filter((root) => root !== null);
  while (stack.length > 0) {
    const element = stack.pop() as Element;
    elements.push(element);
    if (elements.length >= limits.maxElements || (elements.length % 500 === 0 && performance.now() > until)) {
      cut = true;
      break;
    }
    const light = [...childrenOf(element)];
    const shadow = shadowOf(element);
    if (shadow) shadows.push(shadow);
    const next = shadow ? [...shadow.children, ...light] : light;
    for (let index = next.length - 1; index >= 0; index--) stack.push(next[index] as Element);
  }

  const body = bodyOf(document);
  let text = body ? renderedOf(body) : '';
  // innerText of an element that is not rendered (style, template, hidden) is its source text: not what anyone sees.
  const shownText = (node: Node): string => {
    if (node.nodeType === 3) return node.nodeValue ?? '';
    return node instanceof HTMLElement && getComputedStyle(node).display !== 'none' ? renderedOf(node) : '';
  };
  for (const shadow of shadows)
    for (const child of nodesOf(shadow)) if (text.length < 200_000) text += `\n${shownText(child)}`;

  const isControl = (element: Element): boolean => {
    const name = localNameOf(element);
    if (name === 'select' || name === 'textarea') return true;
    return (
      name === 'input' &&
      !['hidden', 'submit', 'button', 'reset', 'image'].includes((attribute(element, 'type') ?? 'text').toLowerCase())
    );
  };

  // Short texts with their places, for controls that are labelled by position alone.
  let placed: { text: string; rect: DOMRect }[] | null = null;
  const placedTexts = (): { text: string; rect: DOMRect }[] => {
    if (placed) return placed;
    placed = [];
    for (const element of elements) {
      if (placed.length >= 600 || performance.now() > until) break;
      if (['script', 'style', 'option', 'textarea', 'title', 'noscript'].includes(localNameOf(element))) continue;
      let own = '';
      for (const node of element.childNodes) if (node.nodeType === 3) own += node.nodeValue ?? '';
      const label = labelText(own);
      if (label === '' || label.length > 30) continue;
      const rect = rectangle(element);
      if (rect.width > 0 && rect.height > 0) placed.push({ text: label, rect });
    }
    return placed;
  };

  const labelByElement = (control: Element): string => {
    const labels = (control as HTMLInputElement).labels;
    for (const label of labels ?? []) {
      const found = labelText(textOf(label));
      if (found) return found;
    }
    const aria = labelText(attribute(control, 'aria-label') ?? '');
    if (aria) return aria;
    const ids = (attribute(control, 'aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
    return labelText(ids.map((id) => textOf(Document.prototype.getElementById.call(document, id))).join(' '));
  };
  const labelByItem = (control: Element): string => {
    const item = Element.prototype.closest.call(
      control,
      '.el-form-item, .ant-form-item, .arco-form-item, .layui-form-item, .form-group, .form-item, .weui-cell, .van-field, .van-cell, .uni-forms-item, dl',
    );
    const named =
      item &&
      Element.prototype.querySelector.call(
        item,
        '.el-form-item__label, .ant-form-item-label, .arco-form-item-label, .layui-form-label, .weui-label, .van-field__label, .van-cell__title, .uni-forms-item__label, .control-label, label, dt',
      );
    return named ? labelText(textOf(named)) : '';
  };
  const labelByCell = (control: Element): string => {
    const cell = Element.prototype.closest.call(control, 'td, th') as HTMLTableCellElement | null;
    for (let before = cell?.previousElementSibling; before; before = before.previousElementSibling) {
      const found = labelText(textOf(before));
      if (found && !Element.prototype.querySelector.call(before, 'input:not([type=hidden]), select, textarea'))
        return found;
    }
    return '';
  };
  const labelBefore = (control: Element): string => {
    let at: Element | null = control;
    for (let level = 0; at && level < 3; level++, at = parentOf(at)) {
      let own = '';
      for (let node = previousOf(at), steps = 0; node && steps < 6; node = previousOf(node), steps++) {
        if (
          node instanceof Element &&
          (isControl(node) ||
            Element.prototype.querySelector.call(node, 'input:not([type=hidden]), select, textarea, button'))
        )
          break;
        own = `${textOf(node)} ${own}`;
        if (labelText(own) !== '') break;
      }
      const found = labelText(own);
      if (found && found.length <= 40) return found;
      const parent = parentOf(at);
      if (!parent || ['form', 'body', 'html', 'fieldset'].includes(localNameOf(parent))) break;
    }
    return '';
  };
  const labelByPlace = (control: Element): string => {
    const rect = rectangle(control);
    if (rect.width === 0) return '';
    let best = '';
    let nearest = Number.POSITIVE_INFINITY;
    for (const { text: candidate, rect: place } of placedTexts()) {
      const sameLine = place.bottom > rect.top && place.top < rect.bottom && place.right <= rect.left + 4;
      const above = place.bottom <= rect.top + 2 && place.left < rect.right && place.right > rect.left;
      const distance = sameLine
        ? rect.left - place.right
        : above
          ? (rect.top - place.bottom) * 3 + 20
          : Number.POSITIVE_INFINITY;
      if (distance < nearest && distance < 200) {
        nearest = distance;
        best = candidate;
      }
    }
    return best;
  };
  /** Where a label may stand, surest first. */
  const labelWays = [
    labelByElement,
    labelByItem,
    labelByCell,
    labelBefore,
    labelByPlace,
    (control: Element) => labelText(attribute(control, 'title') ?? ''),
  ];
  const labelOf = (control: Element, not = ''): string => {
    for (const way of labelWays) {
      const label = way(control);
      if (label !== '' && label !== not) return label;
    }
    return '';
  };

  const model: FrameModel = {
    url: location.href.slice(0, 2000),
    title: squeeze(titleOf(document), 500),
    language: (rootOf(document) && attribute(rootOf(document) as Element, 'lang')) || null,
    charset: document.characterSet || null,
    text: text
      .replace(/[ \t\u00A0\u3000]+/g, ' ')
      .replace(/\s*\n\s*/g, '\n')
      .trim()
      .slice(0, 200_000),
    headings: [],
    forms: [],
    fields: [],
    buttons: [],
    links: [],
    images: [],
    drawings: [],
    textBoxes: [],
    scripts: [],
    inlineScripts: [],
    frames: [],
    meta: {},
    tables: [],
    elementCount: elements.length,
    viewport: { width: innerWidth, height: innerHeight },
    pageHeight: rootOf(document)?.scrollHeight ?? 0,
    shownWidth: Math.round(visualViewport?.width ?? innerWidth),
    cut: false,
  };
  const forms: Element[] = [];
  const controls: Element[] = [];
  let inlineTotal = 0;

  const addField = (element: Element): void => {
    if (model.fields.length >= 300) return;
    const name = localNameOf(element);
    const owner = Element.prototype.closest.call(element, 'form');
    controls.push(element);
    model.fields.push({
      tag: name,
      type: name === 'input' ? (attribute(element, 'type') ?? 'text').toLowerCase().slice(0, 40) : name,
      name: (attribute(element, 'name') ?? attribute(element, 'id') ?? '').slice(0, 200),
      label: labelOf(element),
      placeholder: squeeze(attribute(element, 'placeholder'), 200),
      options:
        name === 'select'
          ? [...Element.prototype.querySelectorAll.call(element, 'option')]
              .slice(0, 100)
              .map((option) => squeeze(contentOf(option), 100))
          : [],
      visible: isVisible(element),
      box: boxOf(element),
      form: owner ? forms.indexOf(owner) : -1,
    });
  };
  const addScript = (element: Element): void => {
    const source = attribute(element, 'src');
    if (source !== null) {
      if (model.scripts.length < 300) model.scripts.push(absolute(source) ?? '');
    } else if (inlineTotal < 200_000) {
      const code = (contentOf(element) ?? '').slice(0, Math.min(20_000, 200_000 - inlineTotal));
      inlineTotal += code.length;
      if (code.trim() !== '') model.inlineScripts.push(code);
    }
  };
  const addLink = (element: Element): void => {
    const href = absolute(attribute(element, 'href'));
    if (href !== null && model.links.length < 2000)
      model.links.push({ href, text: textOf(element, 200) || squeeze(attribute(element, 'title'), 200) });
    const role = `${attribute(element, 'role') ?? ''} ${attribute(element, 'class') ?? ''}`;
    if (/\bbutton\b|\bbtn\b|-btn\b|btn-/i.test(role)) addButton(element, textOf(element, 100));
  };
  const addButton = (element: Element, label: string): void => {
    if (model.buttons.length < 200) model.buttons.push({ text: label, box: boxOf(element) });
  };
  const addMeta = (element: Element): void => {
    const key = attribute(element, 'name') ?? attribute(element, 'property') ?? attribute(element, 'http-equiv');
    const value = attribute(element, 'content');
    if (key && value !== null && Object.keys(model.meta).length < 100)
      model.meta[key.slice(0, 100).toLowerCase()] ??= value.slice(0, 1000);
  };
  const addRow = (element: Element): void => {
    if (model.tables.length >= 500) return;
    const cells = [...childrenOf(element)].filter((cell) => ['td', 'th'].includes(localNameOf(cell))).slice(0, 40);
    if (cells.length > 0) model.tables.push(cells.map((cell) => textOf(cell, 200)));
  };

  const addDrawing = (element: Element, name: string): void => {
    if (model.drawings.length >= 100) return;
    const { width, height } = rectangle(element);
    const drawn = name === 'canvas' || name === 'video' || (name === 'svg' && width >= 80);
    const large = width * height >= 0.05 * innerWidth * innerHeight;
    if (!drawn && !(large && getComputedStyle(element).backgroundImage.includes('url('))) return;
    const box = boxOf(element);
    if (box) model.drawings.push({ tag: drawn ? name : 'background', box });
  };
  const range = Document.prototype.createRange.call(document);
  // What is on top at a point, inside shadow roots too; null outside the viewport.
  const onTop = (x: number, y: number): Element | null => {
    let top = Document.prototype.elementFromPoint.call(document, x, y);
    for (let root = top && shadowOf(top); top && root; root = shadowOf(top)) {
      const inner = ShadowRoot.prototype.elementFromPoint.call(root, x, y);
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  };
  // Text counts where it is drawn: on screen, not transparent, and with nothing but its own ancestors or descendants on
  // top.
  const addTextBoxes = (element: Element): void => {
    if (
      model.textBoxes.length >= 600 ||
      ['script', 'style', 'noscript', 'option', 'textarea', 'title'].includes(localNameOf(element))
    )
      return;
    if (rectangle(element).top >= innerHeight) return;
    let seen: boolean | null = null;
    for (const node of nodesOf(element)) {
      if (node.nodeType !== 3 || (node.nodeValue ?? '').trim() === '') continue;
      range.selectNodeContents(node);
      for (const { x, y, width, height, right, bottom } of [...range.getClientRects()].slice(0, 60)) {
        if (width < 3 || height < 5 || right <= 0 || bottom <= 0 || x >= innerWidth || y >= innerHeight) continue;
        seen ??=
          Element.prototype.checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true }) &&
          !/^rgba.*, 0\)$/.test(getComputedStyle(element).color);
        if (!seen) return;
        const [middle, centre] = [x + width / 2, y + height / 2];
        const top = onTop(
          Math.min(Math.max(middle, 0), innerWidth - 1),
          Math.min(Math.max(centre, 0), innerHeight - 1),
        );
        if (!top || !(holds(top, element) || holds(element, top))) continue;
        const box = onPage(x, y, width, height);
        const last = model.textBoxes.at(-1);
        const inLine = last && Math.abs(last.y - box.y) <= 2 && Math.abs(last.height - box.height) <= 4;
        if (inLine && box.x >= last.x && box.x - last.x - last.width <= 12)
          last.width = Math.max(last.width, box.x + box.width - last.x);
        else if (model.textBoxes.length < 600) model.textBoxes.push(box);
      }
    }
  };

  for (const [index, element] of elements.entries()) {
    if (index % 200 === 0 && performance.now() > until) {
      cut = true;
      break;
    }
    const name = localNameOf(element);
    addDrawing(element, name);
    addTextBoxes(element);
    if (isControl(element)) addField(element);
    else if (name === 'form') {
      forms.push(element);
      if (model.forms.length < 100)
        model.forms.push({ action: absolute(attribute(element, 'action')), method: methodOf(element) });
    } else if (name === 'input') {
      if (attribute(element, 'type')?.toLowerCase() !== 'hidden')
        addButton(element, squeeze(attribute(element, 'value') ?? attribute(element, 'alt'), 100));
    } else if (name === 'button' || (name !== 'a' && attribute(element, 'role') === 'button'))
      addButton(element, textOf(element, 100));
    else if (name === 'a' || name === 'area') addLink(element);
    else if (name === 'img') {
      const source = (element as HTMLImageElement).currentSrc || absolute(attribute(element, 'src')) || '';
      if (model.images.length < 500)
        model.images.push({ src: source.slice(0, 500), alt: altOf(element), box: boxOf(element) });
    } else if (name === 'script') addScript(element);
    else if (name === 'meta') addMeta(element);
    else if (name === 'tr') addRow(element);
    else if (name === 'iframe' || name === 'frame') {
      if (model.frames.length < 100) model.frames.push(absolute(attribute(element, 'src')) ?? 'about:blank');
    } else if (/^h[1-6]$/.test(name) || attribute(element, 'role') === 'heading') {
      const heading = textOf(element, 200);
      if (heading && model.headings.length < 200) model.headings.push(heading);
    }
  }
  // what stands as label of several controls is the heading of their group: each has another nearer by
  for (const [index, field] of model.fields.entries()) {
    const { label } = field;
    const control = controls[index];
    if (label === '' || !control || performance.now() > until) continue;
    if (model.fields.filter((other) => other.label === label).length < 2) continue;
    for (const [twin, other] of model.fields.entries())
      if (twin >= index && other.label === label) other.label = labelOf(controls[twin] ?? control, label);
  }
  model.cut = cut;
  return model;
}
