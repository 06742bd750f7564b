/** How every detector writes its result down: one finding with the configured weight. */
import type { Finding, FindingEvidence } from '../storage/vocabulary/detect.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import type { CaptureView } from './host-view.ts';
import { weightOf } from './weights.ts';
import type { SignalName } from './weights.ts';

/** What a detector says of one signal; `platform` null = of none in particular, `evidence` default none. */
export interface FindingParts {
  signal: SignalName;
  platform: string | null;
  /** Clamped to 0..1. */
  value: number;
  because: Sentence[];
  evidence?: FindingEvidence[];
}

/** Version written into every finding; raised when a detector's meaning changes. */
export const DETECTOR_VERSION = 1;

/** Builds a finding; its weight is the signal's full weight scaled by the value. */
export function finding(parts: FindingParts): Finding {
  const value = Number.isFinite(parts.value) ? Math.min(1, Math.max(0, parts.value)) : 0;
  return {
    detector: parts.signal,
    version: DETECTOR_VERSION,
    platform: parts.platform,
    value: Math.round(value * 1000) / 1000,
    weight: Math.round(value * weightOf(parts.signal) * 1000) / 1000,
    because: parts.because,
    evidence: parts.evidence ?? [],
  };
}

/** Evidence standing in a capture's stored DOM (else its page model), with the observed text cut to 200 characters. */
export function pageEvidence(capture: CaptureView, text?: string): FindingEvidence {
  const digest = capture.artifacts.html ?? capture.artifacts['page-model'] ?? null;
  return { digest, persona: capture.visit.persona, ...(text === undefined ? {} : { text: text.slice(0, 200) }) };
}

/** A sentence in both languages. */
export function sentence(zh: string, en: string): Sentence {
  return { zh, en };
}

/**
 * Text from a page, made fit to stand inside a sentence: one line, no control characters, at most `limit` characters.
 */
export function quote(text: string, limit = 60): string {
  const clean = text
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u206f\s]+/gu, ' ')
    .trim();
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}
