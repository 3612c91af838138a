/**
 * The contract test kit: a plugin's author extends {@link org.octet.api.testing.PluginContract} and
 * the class for the kind of plugin, and gets tests of everything that Octet relies on. What tests
 * of one's own need comes with it: {@link org.octet.api.testing.DataLoaders}, {@link
 * org.octet.api.testing.ComputedModels} for engines, {@link org.octet.api.testing.TestGraphs},
 * {@link org.octet.api.testing.RequestedStatistics} and {@link org.octet.api.testing.TestContext}
 * for algorithms, {@link org.octet.api.testing.PluginParameters} for all. Needs JUnit Jupiter and
 * AssertJ on the test class path.
 */
package org.octet.api.testing;
