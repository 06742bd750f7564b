/** A protected platform, and what its query form asks for. */
export const FIELD_KINDS = [
  'person-name',
  'id-type',
  'id-number',
  'certificate-number',
  'captcha',
  'phone',
  'date',
  'organisation',
  'region',
  'certificate-type',
  'sms-code',
  'password',
  'other',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/**
 * A protected platform, as in `detectors/brands/<id>/profile.json`. Only id, name and hosts are required; unknown facts
 * are left out.
 */
export interface Platform {
  id: string;
  name: string;
  owner?: string | undefined;
  version?: number | undefined;
  checkedOn?: string | undefined;
  sources?: string[] | undefined;
  /** Exact host names, or `.suffix` for a name and everything below it, compared on label boundaries. */
  hosts: string[];
  references?: string[] | undefined;
  titles?: string[] | undefined;
  sections?: string[] | undefined;
  fields?: { label: string; kind: FieldKind }[] | undefined;
  resultFields?: string[] | undefined;
  messages?: string[] | undefined;
  ids?: { icp?: string[]; police?: string[]; siteCode?: string[]; conac?: string[]; analytics?: string[] } | undefined;
  wechat?: { name: string; subject?: string | undefined }[] | undefined;
  domainTokens?: { agency?: string[]; service?: string[]; topic?: string[] } | undefined;
  keywords?: string[] | undefined;
}
