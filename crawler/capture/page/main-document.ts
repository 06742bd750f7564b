/** What the site answered for the page itself: headers of every hop, and the body as sent. */
import type { Response } from 'playwright';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { ShownDocument } from '../visit-recorder.ts';
import { orElse, within } from './time-limit.ts';

/** Larger bodies are kept up to here. */
const MAX_BODY = 10 * 1024 * 1024;

interface Hop {
  url: string;
  status: number;
  statusText: string;
  headers: { name: string; value: string }[];
}

/** Headers of the redirects and documents, oldest first, as the browser received them (repeated ones kept apart). */
export async function headersOfHops(
  documents: readonly ShownDocument[],
  last: Response | null,
  ms: number,
): Promise<Hop[]> {
  const responses: Response[] = [];
  for (const response of [...documents.map((document) => document.response), ...(last ? [last] : [])]) {
    const chain: Response[] = [];
    for (
      let request = response.request().redirectedFrom();
      request && chain.length < 20;
      request = request.redirectedFrom()
    ) {
      const answer = await orElse(ms, request.response(), null);
      if (answer) chain.unshift(answer);
    }
    for (const hop of [...chain, response]) if (!responses.includes(hop)) responses.push(hop);
  }
  return Promise.all(
    responses.slice(0, 50).map(async (response) => ({
      url: response.url(),
      status: response.status(),
      statusText: response.statusText(),
      headers: await orElse(
        ms,
        response.headersArray(),
        Object.entries(response.headers()).map(([name, value]) => ({ name, value })),
      ),
    })),
  );
}

/**
 * The main document's body, decoded from its content-encoding; null when it never ended or is no longer kept by the
 * browser.
 */
export async function bodyArtifact(
  response: Response,
  base: Pick<NewArtifact, 'at' | 'peerAddress'>,
  ms: number,
): Promise<NewArtifact | null> {
  const answer = await within(ms, response.body());
  if (!answer.ok || answer.value.length === 0) return null;
  const whole = answer.value.length <= MAX_BODY;
  return {
    ...base,
    kind: 'response-body',
    mediaType: response.headers()['content-type']?.slice(0, 100) ?? 'application/octet-stream',
    sourceUrl: response.url(),
    method: `CDP Network.getResponseBody${whole ? '' : `, first ${MAX_BODY} of ${answer.value.length} bytes`}`,
    derivedFrom: null,
    data: whole ? answer.value : answer.value.subarray(0, MAX_BODY),
  };
}
