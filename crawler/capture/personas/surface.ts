/** What a persona's browser answers to the scripts of a page, as data. */
import type { UserAgentMetadata } from './personas.ts';

/** Handed to the page's own script as JSON. */
export interface Surface {
  userAgent: string;
  platform: string;
  languages: string[];
  metadata: UserAgentMetadata;
  hardwareConcurrency: number;
  /** GiB; shown in secure contexts only. */
  deviceMemory: number;
  touchPoints: number;
  pixelRatio: number;
  /** Height of the screen without a task bar. */
  availHeight: number;
  /** `navigator.connection.type`, which only Android has; null = none. */
  networkType: string | null;
  /** Said instead of a software renderer. */
  gpu: { vendor: string; renderer: string };
  /** Members of `window.chrome`; null = no such object. */
  chrome: readonly string[] | null;
  /** The built-in PDF viewer, which is all that is left of plug-ins. */
  pdfViewer: boolean;
  /** Voices of speech synthesis; null = the browser has none of its interfaces. */
  voices: readonly { name: string; lang: string; localService: boolean }[] | null;
  battery: { charging: boolean; chargingTime: number | null; dischargingTime: number | null; level: number };
  /** Interfaces and members (`Interface.member`) that this browser does not have. */
  absent: readonly string[];
  /** WeChat's bridge object and its ready event. */
  bridge: boolean;
}
