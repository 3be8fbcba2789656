// The program of every room's tests. CTest reads its exit code: 77 says that nothing failed and that a test
// was skipped. (CTest can look for "SKIPPED" in the output, too, but then a skip hides a failure in the same
// program.)
#include <gtest/gtest.h>

#include <iostream>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const int result = RUN_ALL_TESTS();
  if (testing::GTEST_FLAG(list_tests)) return result;
  const auto& tests = *testing::UnitTest::GetInstance();
  if (tests.test_to_run_count() == 0) {
    std::cerr << "no test has the name " << testing::GTEST_FLAG(filter) << '\n';
    return 1;
  }
  return result == 0 && tests.skipped_test_count() > 0 ? 77 : result;
}
