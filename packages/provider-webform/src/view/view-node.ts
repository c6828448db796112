/** A piece of a page as plain data: the server writes it as HTML, the element makes it with `createElement`. Text is text in both. */
export type ViewNode =
  | string
  | {
      readonly tag: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly ViewNode[];
    };

type Attribute = string | number | boolean | undefined;

/** Makes a node. `true` is an empty attribute; `false` and `undefined` leave it out. */
export function node(tag: string, attributes: Readonly<Record<string, Attribute>>, ...children: ViewNode[]): ViewNode {
  const kept: Record<string, string> = {};
  // What a page's scripts put into every object is none of the form's: an `onfocus` there would be run.
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) kept[name] = value === true ? "" : String(value);
  }
  return { tag, attributes: kept, children };
}
