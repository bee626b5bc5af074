// Renders the contract that the same server publishes.
SwaggerUIBundle({
  url: "openapi.yaml",
  domNode: document.getElementById("contract"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  // The document has the address of a local server; requests of this page go to the server of the page.
  plugins: [
    () => ({
      statePlugins: {
        spec: {
          wrapActions: {
            updateJsonSpec: (update) => (spec) => update({ ...spec, servers: [{ url: location.origin }] }),
          },
        },
      },
    }),
  ],
  // No validation by an external service, so that the page loads nothing from other servers.
  validatorUrl: null,
});
