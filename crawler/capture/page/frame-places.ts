/**
 * Where on the page its frames stand, and where each is really seen: other things may cover it, or its own frame be
 * covered.
 */
import type { Box } from '../../../storage/vocabulary/page-model.ts';
import type { FrameHandle } from './isolated-world.ts';
import { orElse } from './time-limit.ts';

export interface FramePlace {
  /** Of the frame's content in the page (which stands at its top); null when not known. */
  offset: { x: number; y: number } | null;
  /** Where the frame is on top in the first viewport, page pixels; null when not known. */
  boxes: Box[] | null;
}

const UNKNOWN: FramePlace = { offset: null, boxes: null };

/**
 * Places by frame id. Frames whose place is not told within `ms` stand nobody knows where.
 * @param frames outer ones first, the main frame at the head.
 */
export async function framePlaces(frames: readonly FrameHandle[], ms: number): Promise<Map<string, FramePlace>> {
  const until = performance.now() + ms;
  const places = new Map<string, FramePlace>();
  const known = new Map(frames.map((frame) => [frame.frameId, frame]));
  for (const frame of frames) {
    const parent = known.get(frame.parentId ?? '');
    if (frame === frames[0]) places.set(frame.frameId, { offset: { x: 0, y: 0 }, boxes: [] });
    else
      places.set(
        frame.frameId,
        parent
          ? await orElse(
              Math.max(1, until - performance.now()),
              placeOf(frame, parent, parent === frames[0], frames, places),
              UNKNOWN,
            )
          : UNKNOWN,
      );
  }
  return places;
}

async function placeOf(
  { frameId }: FrameHandle,
  parent: FrameHandle,
  inMain: boolean,
  frames: readonly FrameHandle[],
  places: ReadonlyMap<string, FramePlace>,
): Promise<FramePlace> {
  const { session } = parent;
  const { backendNodeId } = await session.send('DOM.getFrameOwner', { frameId });
  const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
  // a process of its own counts from its own outermost frame
  const outermost = places.get(frames.find((other) => other.session === session)?.frameId ?? '')?.offset;
  const around = places.get(parent.frameId);
  if (!outermost || !around?.offset) return UNKNOWN;
  const offset = {
    x: Math.round(model.content[0] ?? 0) + outermost.x,
    y: Math.round(model.content[1] ?? 0) + outermost.y,
  };
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: parent.frameId,
    worldName: 'mingjing',
  });
  const { object } = await session.send('DOM.resolveNode', { backendNodeId, executionContextId });
  if (object.objectId === undefined || (!inMain && around.boxes === null)) return { offset, boxes: null };
  const { result } = await session.send('Runtime.callFunctionOn', {
    functionDeclaration: shownBoxes.toString(),
    objectId: object.objectId,
    returnByValue: true,
  });
  const { x, y } = around.offset;
  const seen = ((result.value ?? []) as Box[]).map((box) => ({ ...box, x: box.x + x, y: box.y + y }));
  return {
    offset,
    boxes: inMain ? seen : seen.flatMap((box) => (around.boxes ?? []).flatMap((other) => overlap(box, other))),
  };
}

function overlap(left: Box, right: Box): Box[] {
  const x = Math.max(left.x, right.x);
  const y = Math.max(left.y, right.y);
  const width = Math.min(left.x + left.width, right.x + right.width) - x;
  const height = Math.min(left.y + left.height, right.y + right.height) - y;
  return width > 0 && height > 0 ? [{ x, y, width, height }] : [];
}

/**
 * Runs in the outer frame, on the frame's element: the parts of it within the viewport that nothing else covers, in its
 * viewport's pixels, told by what is on top in the middle of each cell of a grid. Self-contained: its source is sent to
 * the page.
 */
function shownBoxes(this: Element): Box[] {
  const rectangle = Element.prototype.getBoundingClientRect.call(this);
  const [left, top] = [Math.max(0, Math.floor(rectangle.left)), Math.max(0, Math.floor(rectangle.top))];
  const [right, bottom] = [
    Math.min(innerWidth, Math.ceil(rectangle.right)),
    Math.min(innerHeight, Math.ceil(rectangle.bottom)),
  ];
  if (right - left < 2 || bottom - top < 2) return [];
  const [columns, rows] = [Math.min(24, Math.ceil((right - left) / 32)), Math.min(24, Math.ceil((bottom - top) / 32))];
  const root = Node.prototype.getRootNode.call(this);
  const onTop = (x: number, y: number): Element | null =>
    root instanceof ShadowRoot
      ? ShadowRoot.prototype.elementFromPoint.call(root, x, y)
      : Document.prototype.elementFromPoint.call(document, x, y);
  const edge = (from: number, to: number, at: number, of: number): number => Math.round(from + ((to - from) * at) / of);
  const boxes: Box[] = [];
  for (let row = 0; row < rows; row++) {
    const [y, end] = [edge(top, bottom, row, rows), edge(top, bottom, row + 1, rows)];
    let run: Box | null = null;
    for (let column = 0; column < columns; column++) {
      const [x, next] = [edge(left, right, column, columns), edge(left, right, column + 1, columns)];
      if (onTop((x + next) / 2, (y + end) / 2) !== this) {
        run = null;
        continue;
      }
      if (run) run.width = next - run.x;
      else boxes.push((run = { x, y, width: next - x, height: end - y }));
    }
  }
  // rows that show the same stretch are one box
  return boxes.reduce<Box[]>((joined, box) => {
    const above = joined.find(
      (other) => other.x === box.x && other.width === box.width && other.y + other.height === box.y,
    );
    if (above) above.height += box.height;
    else joined.push(box);
    return joined;
  }, []);
}
