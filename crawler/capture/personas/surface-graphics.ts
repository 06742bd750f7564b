/**
 * Runs inside the page or worker: the graphics card that WebGL names, and a WebGL that answers where this browser has
 * none.
 */
import type { Surface } from './surface.ts';
import type { SurfaceTools } from './surface-tools.ts';

/**
 * Self-contained: its source is sent to the page. Software drawing is not switched on for it: a headless browser's
 * graphics process runs outside the sandbox. So where there is no WebGL a page is given a context that says what the
 * persona's card says and draws nothing, as a canvas without WebGL did before.
 */
export function dressGraphics({ method, imitate }: SurfaceTools, surface: Surface): void {
  type Class = { prototype: object } | undefined;
  const classes = globalThis as unknown as Record<string, Class>;
  const { gpu } = surface;
  const VENDOR = 0x9245;
  const RENDERER = 0x9246;

  for (const name of ['WebGLRenderingContext', 'WebGL2RenderingContext']) {
    const context = classes[name];
    if (!context) continue;
    method(context.prototype, 'getParameter', (was, [parameter]) => {
      const answer = was();
      const software = typeof answer === 'string' && /SwiftShader|llvmpipe|Software|\(Google\)|Mesa/i.test(answer);
      return software ? (parameter === VENDOR ? gpu.vendor : gpu.renderer) : answer;
    });
  }

  const emptyOf = (name: string): object => Object.create(classes[name]?.prototype ?? Object.prototype) as object;
  const extensions = (
    'ANGLE_instanced_arrays EXT_blend_minmax EXT_color_buffer_half_float EXT_float_blend EXT_frag_depth EXT_shader_texture_lod EXT_texture_filter_anisotropic EXT_sRGB ' +
    'OES_element_index_uint OES_fbo_render_mipmap OES_standard_derivatives OES_texture_float OES_texture_float_linear OES_texture_half_float OES_texture_half_float_linear ' +
    'OES_vertex_array_object WEBGL_color_buffer_float WEBGL_debug_renderer_info WEBGL_debug_shaders WEBGL_depth_texture WEBGL_draw_buffers WEBGL_lose_context WEBGL_multi_draw'
  ).split(' ');
  /** By the numbers of the WebGL specification; limits as Direct3D 11 and current phones have them. */
  const parametersOf = (second: boolean): Map<unknown, unknown> =>
    new Map<unknown, unknown>([
      [0x1f00, 'WebKit'],
      [0x1f01, 'WebKit WebGL'],
      [0x1f02, second ? 'WebGL 2.0 (OpenGL ES 3.0 Chromium)' : 'WebGL 1.0 (OpenGL ES 2.0 Chromium)'],
      [
        0x8b8c,
        second
          ? 'WebGL GLSL ES 3.00 (OpenGL ES GLSL ES 3.0 Chromium)'
          : 'WebGL GLSL ES 1.0 (OpenGL ES GLSL ES 1.0 Chromium)',
      ],
      [VENDOR, gpu.vendor],
      [RENDERER, gpu.renderer],
      [0x0d33, 16_384], // MAX_TEXTURE_SIZE
      [0x851c, 16_384], // MAX_CUBE_MAP_TEXTURE_SIZE
      [0x84e8, 16_384], // MAX_RENDERBUFFER_SIZE
      [0x8872, 16], // MAX_TEXTURE_IMAGE_UNITS
      [0x8b4c, 16], // MAX_VERTEX_TEXTURE_IMAGE_UNITS
      [0x8b4d, 32], // MAX_COMBINED_TEXTURE_IMAGE_UNITS
      [0x8869, 16], // MAX_VERTEX_ATTRIBS
      [0x8dfb, 4095], // MAX_VERTEX_UNIFORM_VECTORS
      [0x8dfd, 1024], // MAX_FRAGMENT_UNIFORM_VECTORS
      [0x8dfc, 30], // MAX_VARYING_VECTORS
      [0x84ff, 16], // MAX_TEXTURE_MAX_ANISOTROPY_EXT
      [0x0d3a, new Int32Array([32_767, 32_767])], // MAX_VIEWPORT_DIMS
      [0x846d, new Float32Array([1, 1024])], // ALIASED_POINT_SIZE_RANGE
      [0x846e, new Float32Array([1, 1])], // ALIASED_LINE_WIDTH_RANGE
      [0x0d52, 8], // RED_BITS … ALPHA_BITS
      [0x0d53, 8],
      [0x0d54, 8],
      [0x0d55, 8],
      [0x0d56, 24], // DEPTH_BITS
      [0x0d57, 0], // STENCIL_BITS
    ]);
  const extensionOf = (name: unknown): object | null => {
    const known = extensions.find((each) => each.toLowerCase() === String(name).toLowerCase());
    if (known === 'WEBGL_debug_renderer_info')
      return { UNMASKED_VENDOR_WEBGL: VENDOR, UNMASKED_RENDERER_WEBGL: RENDERER };
    if (known === 'EXT_texture_filter_anisotropic')
      return { TEXTURE_MAX_ANISOTROPY_EXT: 0x84fe, MAX_TEXTURE_MAX_ANISOTROPY_EXT: 0x84ff };
    return known === undefined ? null : { loseContext() {}, restoreContext() {} };
  };
  const standIn = (name: string, canvas: object, wanted: unknown): object => {
    const prototype = classes[name]?.prototype ?? {};
    const parameters = parametersOf(name === 'WebGL2RenderingContext');
    const members: Record<string, unknown> = {};
    for (const key of Object.getOwnPropertyNames(prototype)) {
      if (typeof Object.getOwnPropertyDescriptor(prototype, key)?.value !== 'function' || key === 'constructor')
        continue;
      const made = /^create([A-Z]\w*)$/.exec(key)?.[1];
      if (made) members[key] = () => emptyOf(`WebGL${made}`);
      else if (/^is[A-Z]/.test(key)) members[key] = () => true;
      else if (key.startsWith('get')) members[key] = () => null;
      else members[key] = () => undefined;
    }
    // counts of active attributes, uniforms and attached shaders; all else about a shader or program is that it worked
    const status = (_of: unknown, parameter: unknown): unknown =>
      parameter === 0x8b89 || parameter === 0x8b86 || parameter === 0x8b85 ? 0 : true;
    const size = (key: 'width' | 'height') => () => (canvas as Record<string, unknown>)[key];
    const precision = (_shader: unknown, type: unknown): object => {
      const whole = Number(type) >= 0x8df3;
      return imitate(classes['WebGLShaderPrecisionFormat']?.prototype ?? {}, {
        rangeMin: whole ? 31 : 127,
        rangeMax: whole ? 30 : 127,
        precision: whole ? 0 : 23,
      });
    };
    const attributes = {
      alpha: true,
      antialias: true,
      depth: true,
      desynchronized: false,
      failIfMajorPerformanceCaveat: false,
      powerPreference: 'default',
      premultipliedAlpha: true,
      preserveDrawingBuffer: false,
      stencil: false,
      xrCompatible: false,
      ...(typeof wanted === 'object' ? wanted : {}),
    };
    return imitate(prototype, {
      ...members,
      canvas: () => canvas,
      drawingBufferWidth: size('width'),
      drawingBufferHeight: size('height'),
      getParameter: (parameter: unknown) => parameters.get(parameter) ?? null,
      getSupportedExtensions: () => [...extensions],
      getExtension: extensionOf,
      getContextAttributes: () => ({ ...attributes }),
      getShaderPrecisionFormat: precision,
      getShaderParameter: status,
      getProgramParameter: status,
      getShaderInfoLog: () => '',
      getProgramInfoLog: () => '',
      getAttribLocation: () => 0,
      getUniformLocation: () => emptyOf('WebGLUniformLocation'),
      getError: () => 0,
      isContextLost: () => false,
      checkFramebufferStatus: () => 0x8cd5, // FRAMEBUFFER_COMPLETE
    });
  };

  // One context a canvas: one that draws otherwise has no WebGL, one that was given a stand-in has nothing else.
  const given = new WeakMap<object, { name: unknown; context: unknown }>();
  const kinds: Record<string, string> = {
    webgl: 'WebGLRenderingContext',
    'experimental-webgl': 'WebGLRenderingContext',
    webgl2: 'WebGL2RenderingContext',
  };
  for (const owner of ['HTMLCanvasElement', 'OffscreenCanvas']) {
    const canvas = classes[owner];
    if (!canvas) continue;
    method(canvas.prototype, 'getContext', (was, [type, wanted], self) => {
      const name = kinds[String(type)];
      const known = given.get(self);
      if (known) return known.name === (name ?? type) ? known.context : null;
      const native = was();
      const context = native === null && name !== undefined && classes[name] ? standIn(name, self, wanted) : native;
      if (context !== null) given.set(self, { name: name ?? type, context });
      return context;
    });
  }
}
