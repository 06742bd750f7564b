/** The manifest of an evidence export: what every file is, where it came from, and what was concluded from it. */
import type { Sighting } from '../../storage/vocabulary/candidates.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { ProbeResult, Registration } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

/**
 * `original` = bytes as captured; `derived` = made from an original by this program; `record` = a row of the store
 * written as JSON.
 */
export const FILE_ROLES = ['original', 'derived', 'record'] as const;
export type FileRole = (typeof FILE_ROLES)[number];

export interface ManifestFile {
  /** Relative to the folder, with `/`. */
  path: string;
  role: FileRole;
  /** An artefact kind, or the name of the record. */
  kind: string;
  mediaType: string;
  /** Size in bytes. */
  bytes: number;
  sha256: string;
  sm3: string;
  /** For recipients whose forms ask for it; never the proof. */
  md5: string;
  sourceUrl: string | null;
  /** When the bytes were taken, UTC; null for records without a time of their own. */
  at: string | null;
  method: string;
  peerAddress: string | null;
  /** SHA-256 of the original. */
  derivedFrom: string | null;
  /** The store's number of the visit, null for what belongs to the site. */
  visitId: number | null;
}

export interface EvidenceState {
  state: 'unsigned' | 'unstamped';
  sentence: Sentence;
}

/**
 * Field names are stable: other programs read them. Times are UTC. Personal data is NOT masked: this is the original.
 */
export interface EvidenceManifest {
  format: 'mingjing-evidence';
  formatVersion: 1;
  host: string;
  /**
   * The name that one holder has: `b.github.io` for `a.b.github.io`; the registered name stands in
   * `registration.domain`.
   */
  registrableDomain: string | null;
  /**
   * The shared name or host the site is hosted on, whose registration says nothing of the site's owner; null where
   * there is none.
   */
  hostedOn: string | null;
  sweep: { id: number; key: string; startedAt: string; finishedAt: string | null };
  signature: EvidenceState;
  timeStamp: EvidenceState;
  personalData: { masked: false; sentence: Sentence };
  tools: { mingjing: string; node: string; openssl: string; browsers: string[]; userAgents: string[] };
  assessment: Assessment;
  sightings: Sighting[];
  resolution: Resolution | null;
  probe: ProbeResult | null;
  registration: Registration | null;
  visits: (Visit & { id: number; folder: string })[];
  references: { platform: string; url: string; persona: string; version: number; capturedAt: string; folder: string }[];
  files: ManifestFile[];
}

export const UNSIGNED: EvidenceState = {
  state: 'unsigned',
  sentence: { zh: '清单未签名。', en: 'The manifest is not signed.' },
};

export const UNSTAMPED: EvidenceState = {
  state: 'unstamped',
  sentence: {
    zh: '未加盖可信时间戳（RFC 3161）；时间以采集主机时钟为准。',
    en: 'No trusted time stamp (RFC 3161); times are those of the capturing machine.',
  },
};

export const NOT_MASKED: EvidenceManifest['personalData'] = {
  masked: false,
  sentence: {
    zh: '本目录为证据原件，个人信息未遮蔽，请按规定保管和流转。',
    en: 'These are originals: personal data is not masked. Keep and hand on accordingly.',
  },
};

/** The text of a sums file as `sha256sum -c` reads it: digest, two spaces, path; sorted by path. */
export function sumsText(files: readonly ManifestFile[], algorithm: 'sha256' | 'sm3'): string {
  return files.map((file) => `${file[algorithm]}  ${file.path}\n`).join('');
}

/** Told to whoever opens the folder. Constant text: nothing captured stands in it. */
export const EXPORT_README = `明镜 证据导出 / Mingjing evidence export

manifest.json   每个文件的来源、时间、方法、对端地址、大小、校验值，以及判定结论
                source, time, method, peer address, size and digests of every file, and the assessment
SHA256SUMS      校验 / to verify:  sha256sum -c SHA256SUMS
SM3SUMS         国密 SM3 校验值 / SM3 digests:  openssl dgst -sm3 <file>
visits/         每次访问一个目录 / one folder per visit
site/           网站级记录：DNS、WHOIS、RDAP、TLS / records of the site
references/     比对所用官方页面 / the official pages compared with
cited/          记录引用的其他原件（如有） / other originals that the records name, if any

注意：网页原件以 .html.txt 保存，防止误点运行；请勿在办公网络中打开或访问其中的网址。
      本目录为未遮蔽的原件。清单未签名、未加盖可信时间戳。
Note: captured pages end in .html.txt so that they do not run when opened; do not follow their addresses.
      These are unmasked originals. The manifest is unsigned and carries no time stamp.
`;
