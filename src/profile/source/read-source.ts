import { type Document, parseAllDocuments, type YAMLError } from 'yaml';
import type { Collector } from '../../diagnostics/collector.ts';
import { spanOf } from '../../diagnostics/locate.ts';
import {
  createSourceText,
  type SourceMap,
  type SourceText,
} from '../../diagnostics/source-tree.ts';
import { convertDocument } from './convert-document.ts';

const kept = new Map<string, SourceMap>();
const keptSources = 16;

/**
 * Reads one profile text (YAML 1.2, core schema) as a tree that knows its places. Reports the
 * `profile/…` codes of src/diagnostics/codes/profile-source.ts, all of one text at once; a text of which
 * nothing can be used gives undefined. After a duplicate key the first one stays and reading goes on.
 */
export function readSource(
  file: string,
  text: string,
  diagnostics: Collector,
): SourceMap | undefined {
  const key = `${file}\0${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const before = diagnostics.all.length;
  const root = readAnew(file, text, diagnostics);
  if (root === undefined || diagnostics.all.length > before) return root;
  if (kept.size >= keptSources) kept.clear();
  kept.set(key, root);
  return root;
}

/** Reading costs the most of a check, and a build asks for the same text three times. */
function readAnew(file: string, text: string, diagnostics: Collector): SourceMap | undefined {
  const source = createSourceText(file, text);
  const parsed = parseAllDocuments(text, {
    keepSourceTokens: false,
    prettyErrors: false,
    logLevel: 'silent',
    stringKeys: false,
    version: '1.2',
  });
  const documents = 'empty' in parsed ? [] : parsed;
  const [document, second] = documents;
  const broken = documents.flatMap((each) => reportErrors(each, source, text, diagnostics));
  if (second !== undefined) {
    const start = second.range[0];
    diagnostics.report('profile/several-documents', [], {}, { span: pointAt(source, start) });
    return undefined;
  }
  if (broken.includes(true)) return undefined;
  if (document?.contents === undefined || document.contents === null || isBlank(document)) {
    diagnostics.report('profile/empty', [], {}, { span: pointAt(source, 0) });
    return undefined;
  }
  const root = convertDocument(document, source, diagnostics);
  if (root === undefined || root.kind === 'map') return root;
  diagnostics.report(
    'profile/not-a-mapping',
    [],
    { found: root.kind === 'list' ? 'a list' : 'a single value' },
    { span: spanOf({ ...root.place, end: root.place.start + 1 }) },
  );
  return undefined;
}

function isBlank(document: Document.Parsed): boolean {
  const range = document.contents?.range;
  return range !== undefined && range !== null && range[0] === range[1];
}

function pointAt(source: SourceText, offset: number) {
  return spanOf({ source, start: offset, end: offset + 1 });
}

/** After so many the rest only follows from them. */
const mostErrors = 20;

/** Reports what the parser found; true for each finding after which the tree cannot be trusted. */
function reportErrors(
  document: Document.Parsed,
  source: SourceText,
  text: string,
  diagnostics: Collector,
): boolean[] {
  // Of several findings at one place the first names the cause.
  const places = document.errors.map((error) => error.pos[0]);
  const errors = document.errors
    .filter((error, at) => places.indexOf(error.pos[0]) === at)
    .slice(0, mostErrors);
  return [...errors, ...document.warnings].map((error) =>
    reportError(error, source, text, diagnostics),
  );
}

function reportError(
  error: YAMLError,
  source: SourceText,
  text: string,
  diagnostics: Collector,
): boolean {
  const [start, end] = error.pos;
  const span = spanOf({ source, start, end });
  switch (error.code) {
    case 'DUPLICATE_KEY':
      // convertDocument finds the same and knows the key's name.
      return false;
    case 'MULTIPLE_DOCS':
      return false;
    case 'TAB_AS_INDENT':
      diagnostics.report('profile/tab-indent', [], {}, { span });
      return true;
    case 'TAG_RESOLVE_FAILED':
      diagnostics.report(
        'profile/unknown-tag',
        [],
        { tag: text.slice(start, end).trim().slice(0, 60) },
        { span },
      );
      return false;
    case 'RESOURCE_EXHAUSTION':
      diagnostics.report('profile/too-deep', [], { limit: 100 }, { span });
      return true;
    default:
      diagnostics.report('profile/syntax', [], { problem: describe(error) }, { span });
      return true;
  }
}

/** The parser's sentence, as part of a sentence. */
function describe(error: YAMLError): string {
  const message = error.message.replaceAll(/\s+/g, ' ').slice(0, 200);
  return message.charAt(0).toLowerCase() + message.slice(1);
}
