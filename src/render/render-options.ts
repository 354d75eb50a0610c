/** How a renderer may trade legibility for bytes. */
export interface RenderOptions {
  /** Compress large files one by one; only for a channel that takes no compressed document. */
  readonly gzipFiles?: boolean;
}
