/**
 * The contract test kit: a plugin's author extends the class for the kind of plugin and gets tests
 * of everything that Octet relies on. Needs JUnit Jupiter and AssertJ on the test class path.
 */
package org.octet.api.testing;
