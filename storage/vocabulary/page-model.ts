/** What a rendered page says and shows, and what was read in its picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A form control as a visitor meets it, in document order, also from frames and open shadow roots. */
export interface PageField {
  tag: string;
  type: string;
  name: string;
  /** The best label text found: label element, ARIA, nearby text to the left or above; '' when none. */
  label: string;
  placeholder: string;
  options: string[];
  visible: boolean;
  box: Box | null;
  /** Index into `forms`; -1 when the control stands outside a form element. */
  form: number;
}

/** The parts of a page model that frames share in. `frames` are the addresses of the frames inside. */
export type FrameShare =
  | 'text'
  | 'headings'
  | 'forms'
  | 'fields'
  | 'buttons'
  | 'links'
  | 'images'
  | 'drawings'
  | 'textBoxes'
  | 'scripts'
  | 'inlineScripts'
  | 'frames'
  | 'tables';

/** What of a page model came from one frame, and who served it. */
export interface FramePart {
  /** What it shows in the end, after redirects. */
  url: string;
  /**
   * Who serves that; of `srcdoc`, `about:` and `data:` frames the host of the frame they stand in; '' when nobody does
   * (the browser's error page).
   */
  host: string;
  /**
   * Where the frame itself is on top in the first viewport, page pixels; empty when covered or out of sight, null when
   * it could not be told.
   */
  boxes: Box[] | null;
  /** Elements among `elementCount`. */
  elements: number;
  /**
   * Start and end (exclusive) of its share: characters of `text`, indexes of the lists. Frames inside have parts and
   * shares of their own.
   */
  shares: Record<FrameShare, [number, number]>;
}

/**
 * What the rendered page says and shows, collected in the browser: derived, never executed again. Lengths are capped.
 */
export interface PageModel {
  url: string;
  title: string;
  language: string | null;
  charset: string | null;
  /** Visible text of the page, its frames and open shadow roots; at most 200,000 characters. */
  text: string;
  headings: string[];
  forms: { action: string | null; method: string; frame: string | null }[];
  fields: PageField[];
  buttons: { text: string; box: Box | null }[];
  links: { href: string; text: string }[];
  images: { src: string; alt: string; box: Box | null }[];
  /**
   * What may show text without saying it: canvases, videos, inline SVGs at least 80 px wide, and elements (`tag` =
   * `background`) whose background picture covers at least 5 % of the viewport; at most 100. Absent in models from
   * before this was kept.
   */
  drawings?: { tag: string; box: Box }[] | undefined;
  /**
   * Where text of the DOM is really drawn in the first viewport, one box per piece of a line, neighbours joined; text
   * that is covered, transparent or off screen is left out; at most 600. Absent in models from before this was kept.
   */
  textBoxes?: Box[] | undefined;
  /** Absolute URLs of script src attributes. */
  scripts: string[];
  /** Text of inline scripts, each at most 20,000 characters, 200,000 in all. */
  inlineScripts: string[];
  frames: string[];
  /**
   * One per frame that was found, outer ones before those inside; the rest is the main document's. Absent in models
   * from before this was kept: whose a text is is not known then.
   */
  frameParts?: FramePart[] | undefined;
  meta: Record<string, string>;
  tables: string[][];
  elementCount: number;
  viewport: { width: number; height: number };
  pageHeight: number;
  /**
   * Page pixels across the width of the screenshot (a phone shows wide pages reduced, or only their left part). Absent
   * in older models.
   */
  shownWidth?: number | undefined;
  /**
   * How far the full-page pictures reach, page pixels, where one picture does not show the whole page: in how many
   * pieces it was kept, how wide and high they are together, and how large the page is. Absent = one picture shows it
   * all, or none was taken, or an older model.
   */
  fullPicture?: { pieces: number; width: number; height: number; pageWidth: number; pageHeight: number } | undefined;
  /** Payloads of QR codes seen in the screenshot (decoded after the visit). */
  qrCodes: string[];
  /** Where each was seen, page pixels; a code seen twice stands here twice. Absent in older models. */
  qrPlaces?: { text: string; box: Box }[] | undefined;
}

/** One line read in a picture, in pixels of that picture; `score` 0..1 is the engine's own. */
export interface PictureLine {
  text: string;
  score: number;
  box: Box;
}

/**
 * Content of a `picture-text` artefact: what text recognition read in the viewport screenshot it is derived from, top
 * down.
 */
export interface PictureText {
  lines: PictureLine[];
  /**
   * Of the screenshot, pixels; 0 when it was not read. A phone shows a wide page reduced: then this is less than
   * `PageModel.shownWidth`.
   */
  width: number;
  /** Package that read, and its version. */
  engine: string;
  version: string;
  /** Why lines may be missing: out of time, stopped, not readable; null = read to the end. */
  incomplete: string | null;
}
