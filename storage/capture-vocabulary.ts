/** Shared shapes of the capture stage: jobs, visits, page models, artefacts. Types only; see vocabulary.ts for conventions. */
import type { ArtifactKind, Hazard, Persona, VisitOutcome } from './vocabulary.ts';

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

/** What the rendered page says and shows, collected in the browser: derived, never executed again. Lengths are capped. */
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
  /** Absolute URLs of script src attributes. */
  scripts: string[];
  /** Text of inline scripts, each at most 20,000 characters, 200,000 in all. */
  inlineScripts: string[];
  frames: string[];
  meta: Record<string, string>;
  tables: string[][];
  elementCount: number;
  viewport: { width: number; height: number };
  pageHeight: number;
  /** Payloads of QR codes seen in the screenshot (decoded after the visit). */
  qrCodes: string[];
}

export interface NetworkEntry {
  url: string;
  method: string;
  /** Playwright's resource type. */
  type: string;
  status: number | null;
  mediaType: string | null;
  bytes: number | null;
  failure: string | null;
}

/** A stored blob in its role. `derivedFrom` points at the original's digest. */
export interface Artifact {
  kind: ArtifactKind;
  digest: string;
  mediaType: string;
  bytes: number;
  sourceUrl: string | null;
  at: string;
  /** How it was made, e.g. `playwright page.screenshot viewport`. */
  method: string;
  peerAddress: string | null;
  derivedFrom: string | null;
}

/** Bytes on their way into the store. */
export type NewArtifact = Omit<Artifact, 'digest' | 'bytes'> & { data: Buffer };

/** One visit = one attempt of one capture job. */
export interface Visit {
  host: string;
  url: string;
  persona: Persona;
  vantage: string;
  attempt: number;
  startedAt: string;
  endedAt: string;
  outcome: VisitOutcome;
  reason: string | null;
  finalUrl: string | null;
  status: number | null;
  title: string | null;
  redirects: { url: string; status: number }[];
  /** Every host of the redirect chain and the frames, entry host first. */
  hosts: string[];
  peerAddress: string | null;
  hazards: Hazard[];
  userAgent: string;
  browser: string;
  bytesReceived: number;
}

/** What the job queue hands out: visit this URL as this persona through this exit. */
export interface CaptureJob {
  id: number;
  sweepId: number;
  host: string;
  url: string;
  persona: Persona;
  vantage: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** Fencing token of this lease: a completion with a stale token is refused. */
  token: string;
}
