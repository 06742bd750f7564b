/** Runs inside the page: screen, pixel ratio and voices. */
import type { Surface } from './surface.ts';
import type { SurfaceTools } from './surface-tools.ts';

/**
 * Self-contained: its source is sent to the page. The pixel ratio is said, not drawn: pictures keep one pixel per CSS
 * pixel, so that they compare with each other and cost what they did.
 */
export function dressDisplay({ getter, method, imitate }: SurfaceTools, surface: Surface): void {
  const { voices, pixelRatio, availHeight } = surface;
  if (typeof window === 'undefined') return;

  if (screen.availHeight !== availHeight) getter(Screen.prototype, 'availHeight', () => availHeight);

  if (devicePixelRatio !== pixelRatio) {
    getter(window, 'devicePixelRatio', () => pixelRatio);
    const asked = new WeakMap<object, string>();
    const unit: Record<string, number> = { dppx: 1, x: 1, dpi: 1 / 96, dpcm: 2.54 / 96 };
    const term = /\(\s*(?:-webkit-)?(min-|max-)?(?:device-pixel-ratio|resolution)\s*:\s*([\d.]+)\s*([a-z]*)\s*\)/gi;
    const native = window.matchMedia.bind(window);
    method(window, 'matchMedia', (was, args) => {
      const query = String(args[0]);
      const rewritten = query.replace(term, (_term, bound: string | undefined, number: string, name: string) => {
        const wanted = Number(number) * (unit[name.toLowerCase()] ?? 1);
        const holds =
          bound === undefined
            ? Math.abs(wanted - pixelRatio) < 0.01
            : bound.toLowerCase() === 'min-'
              ? pixelRatio >= wanted
              : pixelRatio <= wanted;
        return holds ? '(min-width: 0px)' : '(max-width: 0px)';
      });
      if (rewritten === query) return was();
      const list = native(rewritten);
      asked.set(list, native(query).media);
      return list;
    });
    getter(MediaQueryList.prototype, 'media', (was, self) => asked.get(self) ?? was);
  }

  if (voices && typeof SpeechSynthesis !== 'undefined' && typeof SpeechSynthesisVoice !== 'undefined') {
    const list = voices.map((voice, index) =>
      imitate(SpeechSynthesisVoice.prototype, { ...voice, voiceURI: voice.name, default: index === 0 }),
    );
    let told = false;
    method(SpeechSynthesis.prototype, 'getVoices', (was, _args, self) => {
      const found = was() as unknown[];
      if (found.length > 0) return found;
      // Chrome loads its voices on the first question and tells when they are there.
      if (!told) setTimeout(() => (self as EventTarget).dispatchEvent(new Event('voiceschanged')), 20);
      told = true;
      return [...list];
    });
  }
}
