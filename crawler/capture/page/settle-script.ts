/**
 * Runs inside the page (isolated world): watches whether there is something to see and whether it still changes;
 * scrolls once.
 */

export interface SettleQuestion {
  /** No change for this long counts as settled, milliseconds. */
  quietMs: number;
  /** Answer after this long even when not settled. */
  maxMs: number;
}

export interface SettleState {
  settled: boolean;
  /** Nothing visible: no text, picture, control or frame. */
  blank: boolean;
  /** A loading indicator is all, or nearly all, there is. */
  waiting: boolean;
  /** Loaded, without scripts, frames or a refresh: it will never show more. */
  inert: boolean;
  /** The document and what it names itself has loaded (`readyState` complete). */
  loaded: boolean;
  /** Milliseconds since the last change of text length, element count or height. */
  quietMs: number;
  /** Changes when the page does. */
  signature: string;
  elementCount: number;
  pageHeight: number;
}

/**
 * Answers when the page is settled or the time is over. Self-contained: its source is sent to the page. The watch stays
 * in the isolated world between calls, so that time spent on pictures counts as quiet time.
 */
export function settleScript(question: SettleQuestion): Promise<SettleState> {
  interface Watch {
    changedAt: number;
    signature: string;
    cost: number;
  }
  const world = globalThis as unknown as { mingjingWatch?: Watch };
  const root = (): Element | null => Document.prototype.querySelector.call(document, ':root');
  const count = (): number => Document.prototype.getElementsByTagName.call(document, '*').length;
  // Through the prototypes' accessors: a form control or image named like a property replaces it on its form or
  // document.
  const read = (prototype: object, name: string, of: object): unknown =>
    Object.getOwnPropertyDescriptor(prototype, name)?.get?.call(of);
  const body = (): HTMLElement | null =>
    Document.prototype.querySelector.call<Document, [string], HTMLElement | null>(document, 'body');

  const sample = (): void => {
    const started = performance.now();
    const element = root();
    const length = element ? String((read(Node.prototype, 'textContent', element) as string | null)?.length ?? 0) : '0';
    const signature = `${location.href} ${length} ${count()} ${element?.scrollHeight ?? 0}`;
    const watch = (world.mingjingWatch ??= { changedAt: started, signature, cost: 0 });
    if (watch.signature !== signature) {
      watch.signature = signature;
      watch.changedAt = started;
    }
    watch.cost = performance.now() - started;
  };

  const visible = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    if (width < 8 || height < 8) return false;
    const style = getComputedStyle(element);
    return style.visibility !== 'hidden' && style.display !== 'none' && Number(style.opacity) > 0.05;
  };
  const some = (selector: string, test: (element: Element) => boolean): boolean => {
    let tried = 0;
    for (const element of Document.prototype.querySelectorAll.call(document, selector)) {
      if (tried++ > 300) return false;
      if (test(element)) return true;
    }
    return false;
  };

  const look = (): { blank: boolean; waiting: boolean } => {
    const element = body();
    const text = element ? String(read(HTMLElement.prototype, 'innerText', element)).trim() : '';
    const pictured = (): boolean =>
      some('img, canvas, svg, video, iframe, frame, object, embed, input, select, textarea, button', visible);
    if (text === '')
      return {
        blank: !pictured() && !some('body *', (inner) => Boolean(inner.shadowRoot) && visible(inner)),
        waiting: false,
      };
    if (text.length > 400) return { blank: false, waiting: false };
    // A short page may say anything of the kind; on a longer one a line of its own has to.
    const short = text.length < 60;
    const says = short
      ? /加载|载入|跳转|请稍|请等|稍候|稍等|正在|[…⋯]|\.\.\.$|loading|redirect|please wait/i.test(text)
      : text.split('\n').some((line) => line.length < 24 && /加载中|载入中|正在|请稍[候等后]|loading/i.test(line));
    const shows = some(
      '[aria-busy="true"], [class*="loading" i], [class*="spin" i], [class*="loader" i], [id*="loading" i]',
      (indicator) => {
        const { width, height } = indicator.getBoundingClientRect();
        return (
          visible(indicator) &&
          (short || width * height > innerWidth * innerHeight * 0.5 || (width < 120 && height < 120))
        );
      },
    );
    return { blank: false, waiting: says || shows || turns() || (text.length < 120 && holdsBack()) };
  };

  /**
   * Hardly anything to see, nothing to use, and a script that waits for time or movement: the page is still to come.
   */
  const holdsBack = (): boolean =>
    !some('a[href], input, select, textarea, button, iframe, frame, video', visible) &&
    some('script:not([src])', (script) =>
      /setTimeout|setInterval|addEventListener\(\s*['"](?:scroll|touch|wheel|pointer|mouse)/.test(
        String(read(Node.prototype, 'textContent', script)),
      ),
    );

  /** Something small that turns without end: a spinner, whatever it is called. */
  const turns = (): boolean =>
    Document.prototype.getAnimations.call(document).some((animation) => {
      const effect = animation.effect;
      if (
        animation.playState !== 'running' ||
        !(effect instanceof KeyframeEffect) ||
        effect.getTiming().iterations !== Infinity
      )
        return false;
      const { target } = effect;
      if (!target || !visible(target) || target.getBoundingClientRect().width > 120) return false;
      return effect
        .getKeyframes()
        .some((frame) => frame['rotate'] !== undefined || /rotate/.test(String(frame['transform'] ?? '')));
    });

  /** A meta refresh to another address within ten seconds: the page that matters is the next one. */
  const leaving = (): boolean =>
    some('meta[http-equiv="refresh" i]', (meta) => {
      const match = /^\s*(\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=)?\s*["']?([^"']+)/i.exec(
        Element.prototype.getAttribute.call(meta, 'content') ?? '',
      );
      if (!match || Number(match[1]) > 10) return false;
      try {
        return new URL(match[2] ?? '', document.baseURI).href.split('#')[0] !== location.href.split('#')[0];
      } catch {
        return false;
      }
    });

  const state = (): SettleState => {
    sample();
    const watch = world.mingjingWatch as Watch;
    const quietMs = performance.now() - watch.changedAt;
    // A document that is still loading (an endless stream, a script that never comes) has to be quiet for longer.
    const enough = quietMs >= (document.readyState === 'complete' ? question.quietMs : question.quietMs + 1200);
    const { blank, waiting } = enough ? look() : { blank: false, waiting: false };
    const inert =
      enough &&
      document.readyState === 'complete' &&
      !some('script, iframe, frame, object, embed, [onload], [onerror], meta[http-equiv="refresh" i]', () => true);
    return {
      settled: enough && !blank && !waiting && !leaving(),
      blank,
      waiting,
      inert,
      loaded: document.readyState === 'complete',
      quietMs,
      signature: watch.signature,
      elementCount: count(),
      pageHeight: root()?.scrollHeight ?? 0,
    };
  };

  return new Promise((resolve) => {
    const until = performance.now() + question.maxMs;
    const step = (): void => {
      const now = state();
      if (now.settled || (now.blank && now.inert) || performance.now() >= until) resolve(now);
      else setTimeout(step, Math.max(50, (world.mingjingWatch?.cost ?? 0) * 5));
    };
    step();
  });
}

/**
 * Goes down the page once in steps of most of a screen, for content that loads when scrolled to, and back to the top.
 */
export function scrollScript({ stepMs, maxSteps }: { stepMs: number; maxSteps: number }): Promise<number> {
  const height = (): number =>
    Document.prototype.querySelector.call<Document, [string], Element | null>(document, ':root')?.scrollHeight ?? 0;
  return new Promise((resolve) => {
    let steps = 0;
    const step = (): void => {
      if (steps >= maxSteps || scrollY + innerHeight >= height() - 2) {
        scrollTo({ top: 0, behavior: 'instant' });
        resolve(steps);
        return;
      }
      steps++;
      scrollBy({ top: innerHeight * 0.85, behavior: 'instant' });
      setTimeout(step, stepMs);
    };
    step();
  });
}
