/**
 * Makes a fresh page look like its persona's real browser: over DevTools where it can be told, by script where it
 * cannot.
 */
import type { CDPSession, Page } from 'playwright';
import { personaSurface, surfaceScript } from './persona-surface.ts';
import { userAgentOverride, type PersonaProfile } from './personas.ts';

/**
 * Before the first navigation. Nothing is typed, clicked or solved by it: the browser only does not say that it has no
 * screen.
 */
export async function wearPersona(page: Page, session: CDPSession, profile: PersonaProfile): Promise<void> {
  const surface = personaSurface(profile);
  await Promise.all([
    session.send('Emulation.setUserAgentOverride', userAgentOverride(profile)),
    // in every frame, also those of other sites, before the page's own scripts
    page.addInitScript({ content: surfaceScript(surface) }),
    // experimental commands; what an older browser does not know the script answers for, except the frame of the window
    ...[
      session.send('Emulation.setHardwareConcurrencyOverride', { hardwareConcurrency: surface.hardwareConcurrency }),
      session.send('Network.overrideNetworkState', {
        offline: false,
        latency: 50,
        downloadThroughput: -1,
        uploadThroughput: -1,
        connectionType: 'wifi',
      }),
      surface.touchPoints > 0
        ? session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: surface.touchPoints })
        : null,
      profile.window && frameWindow(session, profile.window),
    ].map((told) => told?.catch(() => {})),
  ]);
}

async function frameWindow(session: CDPSession, size: { width: number; height: number }): Promise<void> {
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: size });
}
