export { httpProvider } from "@plugboard/provider-testkit/http-provider";
