/** What a stored blob is, in the role it was kept in. */
/** What a stored blob is, in the role it was kept in. */
export const ARTIFACT_KINDS = [
  'html', // rendered DOM, serialised
  'response-body', // body of the main document as answered (decoded)
  'screenshot', // viewport PNG
  'screenshot-full', // full-page PNG; of a long page several, from the top down (picture-piece.ts)
  'raster', // derived: reduced PNG of the viewport screenshot, for comparison
  'page-model', // derived: PageModel as JSON
  'picture-text', // derived: PictureText as JSON, lines read in the viewport screenshot
  'headers', // response headers of the redirect chain, JSON
  'network', // NetworkEntry[] as JSON
  'connections', // Connection[] as JSON (the egress's own record)
  'tls', // TlsRecord as JSON, chain as PEM
  'dns', // Resolution as JSON
  'whois', // raw port-43 answer
  'rdap', // raw RDAP JSON
  'download', // quarantined file
  'lead-image', // a photo or scan handed in
  'document-paper', // a scan of a document, or a paper that came in about it
] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

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
