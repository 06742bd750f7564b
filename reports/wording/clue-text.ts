/** Clues and registrants as people may read them: a bare name of a person is masked, an organisation's is not. */
import { isPersonName, maskName } from './mask-personal-data.ts';
import { shownText } from './shown-text.ts';

/** A clue may be a person's bare name (an account holder's); everything else goes through the usual masking. */
export function clueText(value: string): string {
  const text = shownText(value, 200);
  return isPersonName(text) ? maskName(text) : text;
}

/** The registrant of a domain; `—` when the registry gave none. */
export function registrantText(registrant: string | null): string {
  return registrant === null ? '—' : clueText(registrant);
}
