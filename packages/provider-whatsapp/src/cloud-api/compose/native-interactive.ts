import { z } from "zod";

const retailerId = z.string().min(1).max(256);
const products = z.strictObject({ product_retailer_id: retailerId });
const parts = {
  header: z
    .union([
      z.strictObject({ type: z.literal("text"), text: z.string().min(1).max(60) }),
      z
        .strictObject({
          type: z.enum(["image", "video", "document"]),
          image: z.unknown(),
          video: z.unknown(),
          document: z.unknown(),
        })
        .partial({ image: true, video: true, document: true }),
    ])
    .optional(),
  body: z.strictObject({ text: z.string().min(1).max(1_024) }).optional(),
  footer: z.strictObject({ text: z.string().min(1).max(60) }).optional(),
};

/**
 * The interactive messages that only WhatsApp has: catalogue, products, forms (flows), orders, requests for a location or an address. They come as content of
 * type `native` with the format `"whatsapp-interactive"` and leave as they are; what is not one of these is refused.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/sendingaflow
 */
export const nativeInteractiveSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("product"),
    ...parts,
    action: z.strictObject({ catalog_id: z.string().min(1), product_retailer_id: retailerId }),
  }),
  z.strictObject({
    type: z.literal("product_list"),
    ...parts,
    action: z.strictObject({
      catalog_id: z.string().min(1),
      sections: z
        .array(z.strictObject({ title: z.string().max(24), product_items: z.array(products).min(1).max(30) }))
        .min(1)
        .max(10),
    }),
  }),
  z.strictObject({
    type: z.literal("catalog_message"),
    ...parts,
    action: z.strictObject({
      name: z.literal("catalog_message"),
      parameters: z.strictObject({ thumbnail_product_retailer_id: retailerId }).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal("flow"),
    ...parts,
    action: z.strictObject({
      name: z.literal("flow"),
      parameters: z
        .strictObject({
          flow_message_version: z.string(),
          flow_cta: z.string().min(1).max(30),
          flow_id: z.string().optional(),
          flow_name: z.string().optional(),
          flow_token: z.string().max(200).optional(),
          mode: z.enum(["draft", "published"]).optional(),
          flow_action: z.enum(["navigate", "data_exchange"]).optional(),
          flow_action_payload: z
            .strictObject({ screen: z.string(), data: z.record(z.string(), z.unknown()).optional() })
            .optional(),
        })
        .refine(({ flow_id, flow_name }) => (flow_id === undefined) !== (flow_name === undefined), {
          error: "either flow_id or flow_name",
        }),
    }),
  }),
  z.strictObject({
    type: z.enum(["order_details", "order_status"]),
    ...parts,
    action: z.strictObject({
      name: z.enum(["review_and_pay", "review_order"]),
      parameters: z.record(z.string(), z.unknown()),
    }),
  }),
  z.strictObject({
    type: z.enum(["location_request_message", "address_message", "call_permission_request"]),
    ...parts,
    action: z.strictObject({ name: z.string(), parameters: z.record(z.string(), z.unknown()).optional() }),
  }),
]);

export const NATIVE_FORMAT = "whatsapp-interactive";
