declare module 'ssdeep.js' {
  const ssdeep: { digest(text: string): string; similarity(left: string, right: string): number };
  export default ssdeep;
}
declare module 'tlsh' {
  /** @throws for fewer than 512 characters or too little variety. */
  export default function hash(text: string): string;
}
declare module 'tlsh/lib/digests/digest-hash-builder.js' {
  export default class DigestHashBuilder {
    withHash(hash: string): this;
    build(): object;
  }
}
