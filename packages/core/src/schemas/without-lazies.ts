import { z } from "zod";

type Schema = z.core.$ZodType;

/**
 * The same schema with what lies behind each `z.lazy` in its place: zod's compiler writes no code across one. A schema that contains
 * itself keeps the `z.lazy` that closes the circle.
 */
export function withoutLazies(schema: Schema): Schema {
  return resolved(schema, new Map());
}

function resolved(schema: Schema, done: Map<Schema, Schema>): Schema {
  const known = done.get(schema);
  if (known !== undefined) return known;
  done.set(schema, schema);
  const made = rebuilt(schema, (inner) => resolved(inner, done));
  done.set(schema, made);
  return made;
}

/** Kinds that our hot schemas have no lazy inside of, as tuples and pipes, stay as they are. */
function rebuilt(schema: Schema, inside: (inner: Schema) => Schema): Schema {
  const { $ZodArray, $ZodDefault, $ZodLazy, $ZodNullable, $ZodObject, $ZodOptional, $ZodRecord, $ZodUnion, clone } =
    z.core;
  if (schema instanceof $ZodLazy) return inside(schema._zod.innerType);
  if (schema instanceof $ZodObject) {
    const { def } = schema._zod;
    const shape = Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, inside(field)]));
    return clone(schema, { ...def, shape });
  }
  if (schema instanceof $ZodArray)
    return clone(schema, { ...schema._zod.def, element: inside(schema._zod.def.element) });
  if (schema instanceof $ZodUnion)
    return clone(schema, { ...schema._zod.def, options: schema._zod.def.options.map(inside) });
  if (schema instanceof $ZodRecord)
    return clone(schema, { ...schema._zod.def, valueType: inside(schema._zod.def.valueType) });
  if (schema instanceof $ZodOptional || schema instanceof $ZodNullable || schema instanceof $ZodDefault)
    return clone(schema, { ...schema._zod.def, innerType: inside(schema._zod.def.innerType) });
  return schema;
}
