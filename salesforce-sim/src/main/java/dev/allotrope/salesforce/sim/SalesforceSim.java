package dev.allotrope.salesforce.sim;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh, empty org for each test: `@RegisterExtension final SalesforceSim salesforce = new SalesforceSim();`.
public final class SalesforceSim implements BeforeEachCallback, AfterEachCallback {

    private @Nullable SalesforceSimulator running;

    @Override
    public void beforeEach(ExtensionContext context) {
        running = SalesforceSimulator.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        simulator().close();
        running = null;
    }

    /// The org of the running test.
    public SalesforceSimulator simulator() {
        SalesforceSimulator simulator = running;
        if (simulator == null) {
            throw new IllegalStateException("the simulator runs only inside a test");
        }
        return simulator;
    }
}
